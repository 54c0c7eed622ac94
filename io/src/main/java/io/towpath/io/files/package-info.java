/**
 * Files as a source: which have arrived, how one is copied into the raw zone byte for byte, and how
 * the copies are read back as chunks of whole records.
 */
@NullMarked
package io.towpath.io.files;

import org.jspecify.annotations.NullMarked;
