/** The services of AWS beside Lambda's, all at {@code POST /}, in the protocols that they have. */
@NullMarked
package dev.effe.host.service;

import org.jspecify.annotations.NullMarked;
