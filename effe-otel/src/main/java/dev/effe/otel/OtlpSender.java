package dev.effe.otel;

import dev.effe.spi.trace.Collector;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings batches to a collector, one after the other. Confined to the exporter's thread; blocks. */
final class OtlpSender {

    /** The names of its threads begin so. */
    static final String THREAD = "effe-otlp";

    /** The time of a batch, with the attempts that are made when a collector is not there or asks for patience. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final String PATH = "v1/traces";

    /**
     * OpenTelemetry's own, which tells each failure with its stack. Kept: java.util.logging forgets what nobody has, and
     * with it the filter.
     */
    private static final Logger THEIRS = Logger.getLogger("io.opentelemetry.exporter.otlp.internal.HttpExporter");

    static {
        // A function's own exporter has the same logger, and other threads.
        THEIRS.setFilter(line -> !Thread.currentThread().getName().startsWith(THREAD));
    }

    private final URI endpoint;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, THREAD + "-http");
        thread.setDaemon(true);
        return thread;
    });
    private final Collector.Headers headers;
    private final OtlpHttpSpanExporter exporter;

    OtlpSender(Collector collector) {
        endpoint = endpoint(collector.endpoint());
        headers = collector.headers();
        exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setTimeout(TIMEOUT)
                .setConnectTimeout(TIMEOUT)
                .setHeaders(this::headers)
                .setMeterProvider(MeterProvider.noop())
                .setExecutorService(executor)
                .setServiceClassLoader(OtlpSender.class.getClassLoader())
                .build();
    }

    /** The one for traces below that of all signals, as OTEL_EXPORTER_OTLP_ENDPOINT has it. */
    private static URI endpoint(URI base) {
        String text = base.toString();
        return URI.create(text + (text.endsWith("/") ? "" : "/") + PATH);
    }

    private Map<String, String> headers() {
        try {
            return headers.read();
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException("otlp-header-file: " + e.getMessage(), e));
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /**
     * Sends a batch, again if that may help.
     *
     * @return why the collector has not taken it, without secrets; empty if it has
     * @throws InterruptedException if the thread is interrupted meanwhile; the batch may arrive
     */
    Optional<String> send(List<SpanData> spans) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        CompletableResultCode result = exporter.export(spans);
        result.whenComplete(done::countDown);
        if (!done.await(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.of("no answer");
        }
        return result.isSuccess() ? Optional.empty() : Optional.of(reason(result.getFailureThrowable()));
    }

    private static String reason(@Nullable Throwable failure) {
        if (failure instanceof HttpExportException http && http.getResponse() != null) {
            return "it answers " + http.getResponse().getStatusCode();
        }
        Throwable cause = failure != null && failure.getCause() != null ? failure.getCause() : failure;
        return String.valueOf(cause);
    }

    /** Ends what goes on, and waits for nothing. */
    void close() {
        executor.shutdownNow();
        exporter.shutdown();
    }
}
