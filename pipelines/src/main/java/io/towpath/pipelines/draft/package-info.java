/** Writes first versions of feeds and contracts by what their sources hold. */
@NullMarked
package io.towpath.pipelines.draft;

import org.jspecify.annotations.NullMarked;
