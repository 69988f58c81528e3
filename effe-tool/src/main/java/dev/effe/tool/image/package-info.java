/**
 * {@code effe image}: a function's image without Docker. {@link dev.effe.tool.image.ImageCommand} is where it begins;
 * the format is the OCI Image Format Specification 1.1, the push the OCI Distribution Specification 1.1.
 */
@NullMarked
package dev.effe.tool.image;

import org.jspecify.annotations.NullMarked;
