/** Reads from sources and writes to the raw zone and the warehouse. */
package io.towpath.io;
