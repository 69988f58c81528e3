/** Who may use the host. */
@NullMarked
package dev.effe.host.access;

import org.jspecify.annotations.NullMarked;
