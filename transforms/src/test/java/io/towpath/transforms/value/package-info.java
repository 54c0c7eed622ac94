/** Tests of the parsers. */
package io.towpath.transforms.value;
