package dev.effe.spi.trace;

/**
 * Makes exporters. The server finds it with {@link java.util.ServiceLoader} in a jar beside its own, once a collector is
 * set. Needs a public constructor without parameters.
 */
public interface SpanExporterProvider {

    /**
     * Makes an exporter, which connects to nothing before it has spans.
     *
     * @param collector the place that it sends them to
     * @return the exporter; whoever asks for it closes it
     */
    SpanExporter open(Collector collector);
}
