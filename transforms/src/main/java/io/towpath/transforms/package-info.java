/** Turns records into outcomes, without I/O. */
package io.towpath.transforms;
