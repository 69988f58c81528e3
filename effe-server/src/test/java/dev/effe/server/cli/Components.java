package dev.effe.server.cli;

import dev.effe.server.function.NamedRuntime;
import dev.effe.server.net.AddressBlocks;
import dev.effe.server.tls.TlsFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The component of {@link Settings} that each row of {@link SettingsTable} is for. */
final class Components {

    private static final Map<String, Function<Settings, Object>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("function", settings -> settings.function().code().path());
        ALL.put("logic", settings -> settings.function().code().logic());
        ALL.put("handler", settings -> settings.function().code().handler());
        ALL.put(
                "runtime",
                settings -> settings.function()
                        .code()
                        .runtime()
                        .filter(named -> named.bootstrap().isEmpty()));
        ALL.put("bootstrap", settings -> settings.function().code().runtime().flatMap(NamedRuntime::bootstrap));
        ALL.put("handler-instances", settings -> settings.function().code().handlerInstances());
        ALL.put("layer", settings -> settings.function().code().layers());
        ALL.put("route", settings -> settings.function().routes().toString());
        ALL.put("train", settings -> settings.process().train());
        ALL.put("host", settings -> settings.listening().host());
        ALL.put("socket", settings -> settings.listening().socket());
        ALL.put("port", settings -> settings.listening().port());
        ALL.put("admin-host", settings -> settings.admin().host());
        ALL.put("admin-hosts", settings -> settings.admin().hosts());
        ALL.put("admin-token-file", settings -> settings.admin().tokenFile());
        ALL.put("admin-port", settings -> settings.admin().port());
        ALL.put("health-prefix", settings -> settings.listening().healthPrefix());
        ALL.put("tls-cert", settings -> settings.listening().edge().tls().map(TlsFiles::certificate));
        ALL.put("tls-key", settings -> settings.listening().edge().tls().map(TlsFiles::key));
        ALL.put("tls-client-ca", settings -> settings.listening().edge().tls().flatMap(TlsFiles::clientCa));
        ALL.put("trusted-cas", settings -> settings.process().trustedCas());
        ALL.put(
                "proxy-protocol",
                settings -> settings.listening().edge().proxies().isPresent());
        ALL.put(
                "proxy-protocol-from",
                settings ->
                        settings.listening().edge().proxies().orElseGet(() -> AddressBlocks.parse("127.0.0.0/8,::1")));
        ALL.put("http2", settings -> settings.http().http2().spoken());
        ALL.put("trusted-proxies", settings -> settings.http().trustedProxies());
        ALL.put("min-contexts", settings -> settings.function().contexts().minContexts());
        ALL.put("call-token-file", settings -> settings.calls().tokenFile());
        ALL.put("callees", settings -> settings.calls().addresses());
        ALL.put("loop-limit", settings -> settings.calls().loopLimit());
        ALL.put("envelope", settings -> settings.function().envelope());
        ALL.put("max-contexts", settings -> settings.function().contexts().maxContexts());
        ALL.put(
                "context-idle",
                settings -> Optional.ofNullable(settings.function().contexts().idle()));
        ALL.put("context-check", settings -> settings.function().contexts().check());
        ALL.put(
                "context-max-age",
                settings -> Optional.ofNullable(settings.function().contexts().maxAge()));
        ALL.put("start-timeout", settings -> settings.function().contexts().startTimeout());
        ALL.put("stop-timeout", settings -> settings.function().contexts().stopTimeout());
        ALL.put("init-timeout", settings -> settings.function().code().initTimeout());
        ALL.put("timeout", settings -> settings.function().timeouts().call());
        ALL.put("slow", settings -> settings.function().timeouts().slow());
        ALL.put("stream-timeout", settings -> settings.function().timeouts().stream());
        ALL.put("max-queue", settings -> settings.function().queue().mostWaiting());
        ALL.put("queue-timeout", settings -> settings.function().queue().longestWait());
        ALL.put("workers", settings -> settings.process().workers());
        ALL.put("max-request-line", settings -> settings.http().message().maxRequestLineBytes());
        ALL.put("max-header", settings -> settings.http().message().maxHeaderBytes());
        ALL.put("max-header-count", settings -> settings.http().message().maxHeaderCount());
        ALL.put("max-body", settings -> settings.http().message().maxBodyBytes());
        ALL.put("decompress", settings -> settings.http().codings().decompress());
        ALL.put("compress", settings -> settings.http().codings().compress());
        ALL.put("head-timeout", settings -> settings.http().times().head());
        ALL.put("body-timeout", settings -> settings.http().times().body());
        ALL.put("min-body-rate", settings -> settings.http().times().minBodyRate());
        ALL.put("idle-timeout", settings -> settings.http().times().idle());
        ALL.put("write-timeout", settings -> settings.http().times().write());
        ALL.put("max-unsent", settings -> settings.http().maxUnsentBytes());
        ALL.put("max-memory", settings -> settings.http().maxMemoryBytes());
        ALL.put("max-connections", settings -> settings.http().maxConnections());
        ALL.put("max-streams", settings -> settings.http().http2().maxStreams());
        ALL.put("stream-window", settings -> settings.http().http2().streamWindowBytes());
        ALL.put("connection-window", settings -> settings.http().http2().connectionWindowBytes());
        ALL.put("max-stream-resets", settings -> settings.http().http2().maxStreamResets());
        ALL.put("lambda-api", settings -> settings.invoke().onMainPort());
        ALL.put("lambda-port", settings -> settings.invoke().port());
        ALL.put("lambda-host", settings -> settings.invoke().host());
        ALL.put("lambda-hosts", settings -> settings.invoke().hosts());
        ALL.put("lambda-keys", settings -> settings.invoke().keys());
        ALL.put("function-name", settings -> settings.function().name());
        ALL.put("data-dir", settings -> settings.function().events().dataDir());
        ALL.put("max-events", settings -> settings.function().events().maxEvents());
        ALL.put("max-events-bytes", settings -> settings.function().events().maxEventsBytes());
        ALL.put("max-events-running", settings -> settings.function().events().maxRunning());
        ALL.put(
                "event-retries",
                settings -> settings.function().events().retries().retries());
        ALL.put(
                "event-retry-delay",
                settings -> settings.function().events().retries().delay());
        ALL.put(
                "event-max-age",
                settings -> settings.function().events().retries().maxAge());
        ALL.put(
                "on-success",
                settings -> settings.function().events().destinations().onSuccess());
        ALL.put(
                "on-failure",
                settings -> settings.function().events().destinations().onFailure());
        ALL.put(
                "dead-letter",
                settings -> settings.function().events().destinations().deadLetter());
        ALL.put(
                "destination-header-file",
                settings -> settings.function().events().destinations().headers());
        ALL.put("http-event", settings -> settings.function().http().event());
        ALL.put("answer-browsers", settings -> settings.function().http().answerBrowsers());
        ALL.put("cors-allow-origins", settings -> settings.cors().origins());
        ALL.put("cors-allow-methods", settings -> settings.cors().methods());
        ALL.put("cors-allow-headers", settings -> settings.cors().headers());
        ALL.put("cors-expose-headers", settings -> settings.cors().exposed());
        ALL.put("cors-max-age", settings -> settings.cors().maxAge());
        ALL.put("cors-allow-credentials", settings -> settings.cors().credentials());
        ALL.put("drain-delay", settings -> settings.process().drainDelay());
        ALL.put("drain-timeout", settings -> settings.process().drainTimeout());
        ALL.put("log-format", settings -> settings.process().logs().format());
        ALL.put("log-level", settings -> settings.process().logs().levels());
        ALL.put("access-log", settings -> settings.process().logs().access());
        ALL.put("syslog", settings -> settings.process().logs().syslog());
        ALL.put("traces", settings -> settings.traces().kept());
        ALL.put("server-timing", settings -> settings.http().serverTiming());
        ALL.put("trace-sample", settings -> settings.traces().sample());
        ALL.put("log-ring", settings -> settings.process().logs().ring());
        ALL.put("otlp-endpoint", settings -> settings.traces().endpoint());
        ALL.put("otlp-header-file", settings -> settings.traces().headers());
    }

    private Components() {}

    /** The value of a row's component. Fails if the row has none. */
    static Object value(Settings settings, String row) {
        Function<Settings, Object> component = ALL.get(row);
        if (component == null) {
            throw new AssertionError("Add the component of the setting " + row + " to Components");
        }
        return component.apply(settings);
    }
}
