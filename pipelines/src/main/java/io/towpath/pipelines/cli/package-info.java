/**
 * The command {@code towpath}. Each class is one command: it reads its arguments, calls a flow and
 * prints; nothing is decided here.
 */
@NullMarked
package io.towpath.pipelines.cli;

import org.jspecify.annotations.NullMarked;
