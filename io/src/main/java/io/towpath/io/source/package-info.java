/**
 * What every kind of source has in common: it is planned once on the driver, and its splits are
 * read anywhere into parts of the raw zone.
 */
@NullMarked
package io.towpath.io.source;

import org.jspecify.annotations.NullMarked;
