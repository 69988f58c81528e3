package dev.effe.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** The meters of the process and its Java. Without state. */
final class ProcessMeters {

    private ProcessMeters() {}

    static void register(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Adds the pauses of the garbage collectors. Micrometer's listen to each; these ask when they are asked. */
    static void registerPauses(PrometheusRegistry registry) {
        registry.register(ProcessMeters::pauses);
    }

    private static MetricSnapshot pauses() {
        SummarySnapshot.Builder all =
                SummarySnapshot.builder().name("jvm_gc_collection_seconds").help("Time of garbage collections");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            all.dataPoint(SummaryDataPointSnapshot.builder()
                    .labels(Labels.of("gc", collector.getName()))
                    .count(Math.max(0, collector.getCollectionCount()))
                    .sum(Math.max(0, collector.getCollectionTime()) / 1e3)
                    .build());
        }
        return all.build();
    }

    /** Adds which Effe this is, and on which Java. */
    static void registerBuild(PrometheusRegistry registry, String version) {
        MetricSnapshot build = InfoSnapshot.builder()
                .name("effe_build")
                .help("The versions of Effe and of Java")
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "version", version, "java", Runtime.version().toString()))
                        .build())
                .build();
        registry.register(() -> build);
    }
}
