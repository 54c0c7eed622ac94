/** Tests of rules and checks. */
package io.towpath.quality;
