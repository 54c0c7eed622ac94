/** Offers servers, builders and assertions to the tests of the other modules. */
@NullMarked
package io.towpath.testing;

import org.jspecify.annotations.NullMarked;
