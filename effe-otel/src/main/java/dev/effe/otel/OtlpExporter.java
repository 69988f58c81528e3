package dev.effe.otel;

import dev.effe.spi.trace.SpanExporter;
import dev.effe.spi.trace.SpanRecord;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Sends spans in batches, on a thread of its own; those that find no room or no collector are counted. Thread-safe. */
final class OtlpExporter implements SpanExporter {

    /** The time that a stop gives to what waits. */
    private static final long CLOSE_MILLIS = 2000;

    private final SpanQueue queue = new SpanQueue();
    private final OtlpSender sender;
    private final Resources resources;
    private final Complaints complaints;
    private final Thread thread = new Thread(this::run, OtlpSender.THREAD);
    private final LongAdder exported = new LongAdder();
    private final LongAdder failed = new LongAdder();

    private OtlpExporter(OtlpSender sender, Resources resources) {
        this.sender = sender;
        this.resources = resources;
        this.complaints = new Complaints(sender.endpoint());
        thread.setDaemon(true);
    }

    static OtlpExporter start(OtlpSender sender, Resources resources) {
        OtlpExporter exporter = new OtlpExporter(sender, resources);
        exporter.thread.start();
        return exporter;
    }

    @Override
    public void export(List<SpanRecord> spans) {
        queue.add(spans);
    }

    private void run() {
        try {
            for (List<SpanRecord> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                send(batch);
            }
        } catch (InterruptedException e) {
            queue.clear(); // By close(), whose patience is over.
        } finally {
            sender.close();
        }
    }

    private void send(List<SpanRecord> batch) throws InterruptedException {
        List<SpanData> spans = batch.stream()
                .<SpanData>map(span -> new OtlpSpan(span, resources))
                .toList();
        Optional<String> failure;
        try {
            failure = sender.send(spans);
        } catch (InterruptedException e) {
            failed.add(batch.size());
            throw e;
        }
        if (failure.isEmpty()) {
            exported.add(batch.size());
            complaints.worked(queue.dropped());
        } else {
            failed.add(batch.size());
            complaints.failed(failure.get(), dropped());
        }
    }

    @Override
    public long exported() {
        return exported.sum();
    }

    @Override
    public long dropped() {
        return queue.dropped() + failed.sum();
    }

    @Override
    public void close() {
        queue.close();
        try {
            thread.join(CLOSE_MILLIS);
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(TimeUnit.SECONDS.toMillis(1));
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        complaints.closed(dropped());
    }
}
