/**
 * YAML as text with its places: reads files, lays one over the other, and collects every fault with file, line and
 * column. Knows nothing of what the keys mean.
 */
@NullMarked
package dev.effe.server.app.yaml;

import org.jspecify.annotations.NullMarked;
