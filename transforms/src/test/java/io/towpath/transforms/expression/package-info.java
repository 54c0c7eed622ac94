/** Tests of the feed's expressions. */
package io.towpath.transforms.expression;
