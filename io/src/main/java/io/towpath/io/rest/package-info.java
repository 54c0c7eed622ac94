/**
 * Reads APIs that answer with JSON over HTTP: politely, without gaps and loops, and into few parts.
 */
@NullMarked
package io.towpath.io.rest;

import org.jspecify.annotations.NullMarked;
