package dev.effe.spi;

import java.util.Objects;

/**
 * The kind of event in which plain HTTP comes to a handler.
 *
 * @param shape what the events look like, and what the handler's answers must look like
 * @param tls whether the port speaks TLS
 */
public record HttpEvents(Shape shape, boolean tls) {

    /** Who would have made the event on AWS. */
    public enum Shape {
        /** A Function URL, or an HTTP API of API Gateway: payload format 2.0. */
        V2,
        /** A REST API of API Gateway: payload format 1.0. */
        V1,
        /** An Application Load Balancer. */
        ALB,
        /** An Application Load Balancer whose target group has multi-value headers switched on. */
        ALB_MULTI
    }

    /** Checks that nothing is null. */
    public HttpEvents {
        Objects.requireNonNull(shape, "shape");
    }
}
