/**
 * An application of several functions: reads effe.yaml into records, and checks all of it. Knows no server: a start, the
 * commands and deployment read the same records. Sources: docs/app.md.
 */
@NullMarked
package dev.effe.server.app;

import org.jspecify.annotations.NullMarked;
