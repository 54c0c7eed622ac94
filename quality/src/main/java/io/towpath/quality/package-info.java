/** Judges records by rules and data sets by checks. */
package io.towpath.quality;
