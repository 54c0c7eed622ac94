/** What happens to a decoded record: enforce, screen, mask; without I/O. */
@NullMarked
package io.towpath.transforms;

import org.jspecify.annotations.NullMarked;
