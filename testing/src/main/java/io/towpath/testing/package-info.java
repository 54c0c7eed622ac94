/** Offers servers, builders and assertions to the tests of the other modules. */
package io.towpath.testing;
