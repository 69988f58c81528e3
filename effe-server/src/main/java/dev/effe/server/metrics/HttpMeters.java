package dev.effe.server.metrics;

import dev.effe.server.http.LoopLag;
import dev.effe.server.http.edge.EdgeStats;
import dev.effe.server.http.exchange.HttpStats;
import dev.effe.server.http.exchange.HttpTraffic;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The meters of the main port's connections. Thread-safe. */
final class HttpMeters {

    private final PrometheusMeters all;

    HttpMeters(PrometheusMeters all) {
        this.all = all;
    }

    void watch(HttpStats http) {
        all.gauge("effe.http.connections", "Connections that are open", http, HttpStats::connections);
        all.counter(
                "effe.http.connections.refused", "Connections beyond the limit", http, HttpStats::connectionsRefused);
        all.counter("effe.http.client.aborts", "Clients gone before their answer", http, HttpStats::clientAborts);
        all.counter("effe.http.cut", "Answers begun and not sent whole", http, HttpStats::cutAnswers);
        all.counter("effe.http.stalled", "Clients that read too slowly", http, HttpStats::stalledClients);
        all.registry()
                .register(() -> occurred(
                        "effe_http_refused",
                        "Requests refused before any function saw them",
                        "reason",
                        http.refusals()));
        HttpTraffic traffic = http.traffic();
        if (traffic != null) {
            all.counter("effe.http.received.bytes", "Bytes of requests' bodies", traffic, HttpTraffic::receivedBytes);
            all.counter("effe.http.sent.bytes", "Bytes of answers' bodies", traffic, HttpTraffic::sentBytes);
            all.registry()
                    .register(() -> occurred(
                            "effe_http_answers", "Answers by the class of their status", "class", traffic.answers()));
        }
    }

    /** A counter for each label that has occurred. */
    private static MetricSnapshot occurred(String name, String help, String label, Map<String, LongAdder> counts) {
        CounterSnapshot.Builder all = CounterSnapshot.builder().name(name).help(help);
        counts.forEach((value, count) -> {
            long now = count.sum();
            if (now > 0) {
                all.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(Labels.of(label, value))
                        .value((double) now)
                        .build());
            }
        });
        return all.build();
    }

    void watch(EdgeStats edge) {
        all.counter("effe.tls.handshakes", "TLS connections made", edge, EdgeStats::handshakes);
        all.counter("effe.tls.handshakes.failed", "TLS connections not made", edge, EdgeStats::handshakesFailed);
        all.counter("effe.tls.reloads", "New certificates taken", edge, EdgeStats::reloads);
        all.counter("effe.tls.reloads.failed", "New certificates not taken", edge, EdgeStats::reloadsFailed);
        all.gauge(
                "effe.tls.certificate.end",
                "End of the certificate's validity, in seconds since 1970",
                edge,
                EdgeStats::certificateEndSeconds);
        all.counter("effe.proxy.refused", "Connections without a PROXY header", edge, EdgeStats::proxyRefused);
    }

    void watch(LoopLag lag) {
        lag.measure();
        all.gauge(
                "effe.loop.lag.seconds.max",
                "Longest delay of an event loop's task, of the last one to two minutes",
                lag,
                LoopLag::longestSeconds);
    }
}
