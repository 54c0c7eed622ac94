/** Tests of the decoders. */
package io.towpath.transforms.decode;
