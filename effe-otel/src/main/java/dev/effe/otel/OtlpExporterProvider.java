package dev.effe.otel;

import dev.effe.spi.trace.Collector;
import dev.effe.spi.trace.SpanExporter;
import dev.effe.spi.trace.SpanExporterProvider;

/** Makes the exporter to a collector. Stateless. */
public final class OtlpExporterProvider implements SpanExporterProvider {

    /** For the ServiceLoader. */
    public OtlpExporterProvider() {}

    @Override
    public SpanExporter open(Collector collector) {
        return OtlpExporter.start(new OtlpSender(collector), new Resources(collector));
    }
}
