/**
 * Runs jobs on EMR clusters and EMR Serverless applications, and keeps in a bucket what they need
 * and how they ended.
 */
@NullMarked
package io.towpath.io.emr;

import org.jspecify.annotations.NullMarked;
