package dev.effe.server;

import dev.effe.server.admin.Pages;
import dev.effe.server.admin.TracesRoute;
import dev.effe.server.cli.TraceSettings;
import dev.effe.server.events.HeaderFile;
import dev.effe.server.metrics.Meters;
import dev.effe.server.topics.ProcessName;
import dev.effe.server.trace.Traces;
import dev.effe.spi.trace.Collector;
import dev.effe.spi.trace.SpanExporter;
import dev.effe.spi.trace.SpanExporterProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Lets a server trace its functions. Stateless. */
final class TraceServing {

    private TraceServing() {}

    /**
     * The traces that are kept or exported.
     *
     * @param application the name of the functions' application; "" for none
     * @param closer closes the exporter
     * @throws StartException if spans are to be exported and the jar that can is not there
     */
    static Traces traces(TraceSettings settings, String application, Closer closer, @Nullable Meters meters)
            throws StartException {
        if (settings.endpoint().isEmpty()) {
            return new Traces(settings.kept(), settings.sample(), Optional.empty());
        }
        SpanExporter exporter = closer.add(
                provider().open(collector(settings, settings.endpoint().get(), application)));
        if (meters != null) {
            meters.watch(exporter);
        }
        return new Traces(settings.kept(), settings.sample(), Optional.of(exporter));
    }

    private static Collector collector(TraceSettings settings, URI endpoint, String application) {
        Collector.Headers headers = settings.headers()
                .<Collector.Headers>map(path -> new HeaderFile(path)::headers)
                .orElse(Map::of);
        return new Collector(endpoint, headers, application, ProcessName.text(), Version.TEXT);
    }

    /** The one beside the server, never a function's. */
    private static SpanExporterProvider provider() throws StartException {
        try {
            Optional<SpanExporterProvider> found = ServiceLoader.load(
                            SpanExporterProvider.class, TraceServing.class.getClassLoader())
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        } catch (ServiceConfigurationError e) {
            throw new StartException("otlp-endpoint: effe-otel.jar cannot be loaded: " + e.getMessage(), e);
        }
        throw new StartException(
                "otlp-endpoint needs effe-otel.jar beside effe.jar, which is not there: take it from the distribution, or"
                        + " build the image with --build-arg WITH=otel",
                null);
    }

    /** The name that a function's spans have. Where there is one function only, it is asked. */
    static String name(FunctionToServe function, Duration patience) throws StartException {
        if (!function.name().isEmpty()) {
            return function.name();
        }
        Optional<String> named = function.settings().name();
        return named.isPresent()
                ? named.get()
                : FunctionLife.info(function.loaded(), patience).name();
    }

    /** The page of the traces that are kept, if any are. */
    static Optional<Pages.Part> pages(Traces traces) {
        return traces.store().map(store -> (guard, workers) -> new TracesRoute(store, guard, workers));
    }
}
