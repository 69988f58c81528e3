/** The measurements of Effe's speed: its parts by JMH, and the whole side by side with other servers. */
@NullMarked
package dev.effe.bench;

import org.jspecify.annotations.NullMarked;
