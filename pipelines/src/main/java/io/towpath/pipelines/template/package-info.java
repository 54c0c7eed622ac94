/** Says what parameters a job takes, for whoever launches it. */
@NullMarked
package io.towpath.pipelines.template;

import org.jspecify.annotations.NullMarked;
