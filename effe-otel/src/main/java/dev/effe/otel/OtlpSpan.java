package dev.effe.otel;

import dev.effe.spi.trace.SpanRecord;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Map;

/** A span as OpenTelemetry's exporter reads it. Immutable. */
final class OtlpSpan implements SpanData {

    private final SpanRecord span;
    private final Resources resources;
    private final Attributes attributes;

    OtlpSpan(SpanRecord span, Resources resources) {
        this.span = span;
        this.resources = resources;
        this.attributes = attributes(span.attributes());
    }

    private static Attributes attributes(Map<String, Object> values) {
        AttributesBuilder all = Attributes.builder();
        values.forEach((key, value) -> {
            if (value instanceof Long number) {
                all.put(key, number);
            } else if (value instanceof Double number) {
                all.put(key, number);
            } else if (value instanceof Boolean truth) {
                all.put(key, truth);
            } else {
                all.put(key, value.toString());
            }
        });
        return all.build();
    }

    private static SpanContext context(String traceId, String spanId) {
        return SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
    }

    @Override
    public String getName() {
        return span.name();
    }

    @Override
    public SpanKind getKind() {
        return SpanKind.valueOf(span.kind().name());
    }

    @Override
    public SpanContext getSpanContext() {
        return context(span.traceId(), span.spanId());
    }

    /** Who calls a function or appends an event may be another process; all else is of this one. */
    @Override
    public SpanContext getParentSpanContext() {
        if (span.parentId().isEmpty()) {
            return SpanContext.getInvalid();
        }
        boolean entry = span.kind() == SpanRecord.Kind.SERVER || span.kind() == SpanRecord.Kind.CONSUMER;
        return entry
                ? SpanContext.createFromRemoteParent(
                        span.traceId(), span.parentId(), TraceFlags.getSampled(), TraceState.getDefault())
                : context(span.traceId(), span.parentId());
    }

    @Override
    public StatusData getStatus() {
        return span.failure()
                .map(why -> StatusData.create(StatusCode.ERROR, why))
                .orElse(StatusData.unset());
    }

    @Override
    public long getStartEpochNanos() {
        return span.startNanos();
    }

    @Override
    public long getEndEpochNanos() {
        return span.endNanos();
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @Override
    public List<LinkData> getLinks() {
        return span.link()
                .map(link -> List.of(LinkData.create(context(link.traceId(), link.spanId()))))
                .orElse(List.of());
    }

    @Override
    public boolean hasEnded() {
        return true;
    }

    @Override
    public int getTotalRecordedEvents() {
        return 0;
    }

    @Override
    public int getTotalRecordedLinks() {
        return getLinks().size();
    }

    @Override
    public int getTotalAttributeCount() {
        return attributes.size();
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation") // It must be there; the exporter asks for the scope instead.
    public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        InstrumentationScopeInfo scope = resources.scope();
        return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(scope.getName(), scope.getVersion());
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return resources.scope();
    }

    @Override
    public Resource getResource() {
        return resources.of(span.function());
    }
}
