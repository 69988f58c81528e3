/** Sends spans to a collector by OTLP over HTTP, with OpenTelemetry's exporter. */
@org.jspecify.annotations.NullMarked
package dev.effe.otel;
