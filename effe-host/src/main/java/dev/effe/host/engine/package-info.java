/** Instances: processes of their own that serve one version of a function each, when they start and when they end. */
@NullMarked
package dev.effe.host.engine;

import org.jspecify.annotations.NullMarked;
