/** Starts jobs in processes of their own and on clusters, follows them, and ends as they end. */
@NullMarked
package io.towpath.pipelines.launch;

import org.jspecify.annotations.NullMarked;
