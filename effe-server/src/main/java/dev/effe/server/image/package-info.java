/**
 * {@code effe image}: a function's image without Docker. {@link dev.effe.server.image.ImageCommand} is where it begins;
 * the format is the OCI Image Format Specification 1.1, the push the OCI Distribution Specification 1.1.
 */
@NullMarked
package dev.effe.server.image;

import org.jspecify.annotations.NullMarked;
