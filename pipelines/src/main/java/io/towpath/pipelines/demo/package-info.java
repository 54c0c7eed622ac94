/** The database and the API that the demo reads, served by the demo itself from real data. */
@NullMarked
package io.towpath.pipelines.demo;

import org.jspecify.annotations.NullMarked;
