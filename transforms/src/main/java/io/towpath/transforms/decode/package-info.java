/** How the bytes of a chunk become typed records, each exactly once a record or a reject. */
@NullMarked
package io.towpath.transforms.decode;

import org.jspecify.annotations.NullMarked;
