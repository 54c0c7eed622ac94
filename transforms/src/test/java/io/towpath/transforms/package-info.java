/** Tests of the steps. */
package io.towpath.transforms;
