/** Shows a run as a page for people: one file that needs nothing else. */
@NullMarked
package io.towpath.pipelines.report;

import org.jspecify.annotations.NullMarked;
