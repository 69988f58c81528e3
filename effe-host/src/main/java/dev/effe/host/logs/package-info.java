/** The logs of functions: kept on the disk, read by AWS's log operations and by the host's own page. */
@NullMarked
package dev.effe.host.logs;

import org.jspecify.annotations.NullMarked;
