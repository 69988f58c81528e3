package dev.effe.otel;

import dev.effe.spi.trace.Collector;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The resources that spans are of: each function is a service, by OpenTelemetry's semantic conventions. Thread-safe. */
final class Resources {

    private final Collector collector;
    private final InstrumentationScopeInfo scope;
    private final Map<String, Resource> functions = new ConcurrentHashMap<>();

    Resources(Collector collector) {
        this.collector = collector;
        scope = InstrumentationScopeInfo.builder("dev.effe")
                .setVersion(collector.version())
                .build();
    }

    /** The maker of the spans. */
    InstrumentationScopeInfo scope() {
        return scope;
    }

    Resource of(String function) {
        return functions.computeIfAbsent(function, this::resource);
    }

    private Resource resource(String function) {
        AttributesBuilder attributes = Attributes.builder();
        if (!collector.application().isEmpty()) {
            attributes.put("service.namespace", collector.application());
        }
        return Resource.create(attributes
                .put("service.name", function)
                .put("service.instance.id", collector.process())
                .put("faas.name", function)
                .put("faas.instance", collector.process())
                .put("process.pid", ProcessHandle.current().pid())
                .put("process.runtime.name", System.getProperty("java.runtime.name", "java"))
                .put("process.runtime.version", Runtime.version().toString())
                .put("telemetry.sdk.name", "effe")
                .put("telemetry.sdk.language", "java")
                .put("telemetry.sdk.version", collector.version())
                .build());
    }
}
