/**
 * Reads YAML as a tree of places and values, so that each mistake can be reported where it stands.
 * Only what YAML 1.1 and 1.2 read alike is accepted; the rest must be put in quotes.
 */
@NullMarked
package io.towpath.yaml;

import org.jspecify.annotations.NullMarked;
