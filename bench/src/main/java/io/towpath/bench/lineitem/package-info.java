/**
 * Generates the TPC-H lineitem files that the benchmark loads, and the sums that prove a load
 * right. Every file is a pure function of the scale factor.
 */
package io.towpath.bench.lineitem;
