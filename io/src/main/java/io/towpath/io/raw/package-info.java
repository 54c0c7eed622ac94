/**
 * The raw zone: immutable parts and create-only manifests in a folder or on S3. The chain of
 * manifests is the truth about what was landed; nothing here lists objects to find out.
 */
@NullMarked
package io.towpath.io.raw;

import org.jspecify.annotations.NullMarked;
