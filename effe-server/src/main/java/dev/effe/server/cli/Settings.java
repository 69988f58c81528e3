package dev.effe.server.cli;

import dev.effe.server.net.AddressBlocks;
import dev.effe.spi.HttpEvents;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a server, as {@link CommandLine} reads them or {@link #of} makes them in code. Ranges are checked by
 * the {@link SettingsTable}, rules between two settings here. Immutable.
 *
 * @param function the jar or folder of the function; empty for the class path
 * @param logic the class of the function; empty to find it in its jar
 * @param handler the AWS Lambda handler to serve instead of a Logic; empty for a Logic
 * @param handlerInstances whether each context has an instance of the handler, or all have the same
 * @param layer folders and zips as AWS Lambda's layers are, and jars, that the function sees after its own
 * @param train the sample requests that a training run serves before it exits; empty to serve
 * @param host the interface to listen on; "" for all
 * @param port the TCP port; 0 picks a free one
 * @param adminHost the interface of the admin port; "" for all
 * @param adminHosts the names that it is called by, besides localhost, IP addresses and adminHost; {@code *} for all
 * @param adminTokenFile the file of the token that changes and payloads need; empty: this machine's programs need none
 * @param adminPort the TCP port for operators, 0 for a free one; empty for none
 * @param healthPrefix where health is on the main port, without a slash at its end; "" for nowhere
 * @param tlsCert the PEM file of the main port's certificate and the chain above it; empty for clear text
 * @param tlsKey the PEM file of the certificate's private key; there is one if and only if there is a certificate
 * @param tlsClientCa the PEM file of the certificates that sign the clients'; empty to ask clients for none
 * @param trustedCas the PEM file of CAs that outgoing TLS trusts besides Java's; empty for none
 * @param proxyProtocol whether every connection of the main port must begin with a PROXY header
 * @param proxyProtocolFrom whose PROXY headers are believed; connections of all others are closed then
 * @param http2 whether HTTP/2 is spoken: by ALPN with TLS, by prior knowledge without
 * @param trustedProxies whose word about the client's address is taken: {@code X-Forwarded-For}, else {@code Forwarded};
 *     and for handlers' events {@code X-Forwarded-Proto} and {@code -Port}
 * @param minContexts how many contexts are kept started
 * @param maxContexts how many contexts there are at most, at least 1
 * @param contextIdle after how long without work a context is stopped; empty for never
 * @param contextCheck after how long without work a context is asked whether it is usable, before its next run
 * @param contextMaxAge at which age a context is replaced; empty for never
 * @param startTimeout the longest start of a context
 * @param stopTimeout the longest wait for the stop of a context
 * @param initTimeout the longest init of the function
 * @param timeout the longest run of a request, up to the first byte of an answer that is streamed
 * @param streamTimeout the longest run from that byte on
 * @param maxQueue how many requests wait for a context at most
 * @param queueTimeout the longest wait for a context
 * @param workers the threads that run functions
 * @param maxRequestLineBytes the longest request line
 * @param maxHeaderBytes the longest header section
 * @param maxHeaderCount the most headers
 * @param maxBodyBytes the longest request body
 * @param decompress whether request bodies with a Content-Encoding are decoded for the function; else it gets them as sent
 * @param compress whether the function's answers are compressed for clients that take gzip
 * @param headTimeout how long the headers may take to arrive
 * @param bodyTimeout how long the body may take to arrive
 * @param minBodyRate how many bytes of a body must arrive per second, after its first 5 s; 0 for any
 * @param idleTimeout how long a connection may wait between requests
 * @param writeTimeout how long a client may take nothing of its response
 * @param maxUnsentBytes how much may wait for one client
 * @param maxMemoryBytes how much all requests and responses may have of the heap at once
 * @param maxConnections how many connections may be open
 * @param maxStreams how many streams of one HTTP/2 connection may be open, and how many of its calls may run
 * @param streamWindowBytes how much of a request body an HTTP/2 client may send ahead in one stream
 * @param connectionWindowBytes the same for all streams of a connection together
 * @param maxStreamResets how many streams of one HTTP/2 connection may be reset in 10 s, in each direction
 * @param lambdaApi whether AWS Lambda's Invoke API is served on the main port
 * @param lambdaPort the TCP port that serves it alone, 0 for a free one; empty for none
 * @param lambdaHost the interface of that port; "" for all
 * @param lambdaHosts the names under which it is served besides localhost and IP addresses, {@code *} for all
 * @param lambdaKeys the file of the keys of which its clients must sign with one; empty if they need not sign
 * @param functionName the name that its clients use; empty for that of the function's info
 * @param dataDir the folder that keeps events until they are done; made when the first one comes
 * @param maxEvents how many events may wait
 * @param maxEventsBytes how many bytes of the disk events may take, those that are kept as failed included
 * @param maxEventsRunning how many events run at once, if that is not more than half of maxContexts
 * @param eventRetries how often an event is tried again after an error of the function
 * @param eventRetryDelay the wait after the first error; twice as long after the next
 * @param eventMaxAge the age at which an event is given up
 * @param onSuccess where a record of each event that succeeds goes: {@code http:}, {@code https:} or {@code file:}
 * @param onFailure where a record of each event that is given up goes
 * @param deadLetter where each event that is given up goes itself
 * @param destinationHeaderFile the file of headers that those of them on the web get; empty for none
 * @param httpEvent what HTTP becomes for a handler
 * @param answerBrowsers whether preflights and {@code /favicon.ico} are answered without the handler
 * @param corsAllowOrigins the sites whose scripts may read answers, {@code *} for all
 * @param corsAllowMethods the methods that they may use besides those that need no permission, {@code *} for all
 * @param corsAllowHeaders the headers that they may send besides those, {@code *} for all
 * @param corsExposeHeaders the headers of answers that they may read besides those, {@code *} for all
 * @param corsMaxAge how long browsers may remember all this; may be zero
 * @param corsAllowCredentials whether they may send cookies and credentials
 * @param drainDelay how long to serve on, not ready, after a signal to stop; may be zero
 * @param drainTimeout how long running requests have to end; may be zero
 * @param logLevel the least severe kind of message that is logged
 */
public record Settings(
        Optional<Path> function,
        Optional<String> logic,
        Optional<String> handler,
        HandlerInstances handlerInstances,
        List<Path> layer,
        Optional<Samples> train,
        String host,
        int port,
        String adminHost,
        List<String> adminHosts,
        Optional<Path> adminTokenFile,
        Optional<Integer> adminPort,
        String healthPrefix,
        Optional<Path> tlsCert,
        Optional<Path> tlsKey,
        Optional<Path> tlsClientCa,
        Optional<Path> trustedCas,
        boolean proxyProtocol,
        AddressBlocks proxyProtocolFrom,
        boolean http2,
        AddressBlocks trustedProxies,
        int minContexts,
        int maxContexts,
        Optional<Duration> contextIdle,
        Duration contextCheck,
        Optional<Duration> contextMaxAge,
        Duration startTimeout,
        Duration stopTimeout,
        Duration initTimeout,
        Duration timeout,
        Duration streamTimeout,
        int maxQueue,
        Duration queueTimeout,
        WorkerKind workers,
        int maxRequestLineBytes,
        int maxHeaderBytes,
        int maxHeaderCount,
        int maxBodyBytes,
        boolean decompress,
        boolean compress,
        Duration headTimeout,
        Duration bodyTimeout,
        int minBodyRate,
        Duration idleTimeout,
        Duration writeTimeout,
        int maxUnsentBytes,
        long maxMemoryBytes,
        int maxConnections,
        int maxStreams,
        int streamWindowBytes,
        int connectionWindowBytes,
        int maxStreamResets,
        boolean lambdaApi,
        Optional<Integer> lambdaPort,
        String lambdaHost,
        List<String> lambdaHosts,
        Optional<Path> lambdaKeys,
        Optional<String> functionName,
        Path dataDir,
        int maxEvents,
        long maxEventsBytes,
        int maxEventsRunning,
        int eventRetries,
        Duration eventRetryDelay,
        Duration eventMaxAge,
        Optional<URI> onSuccess,
        Optional<URI> onFailure,
        Optional<URI> deadLetter,
        Optional<Path> destinationHeaderFile,
        HttpEvents.Shape httpEvent,
        boolean answerBrowsers,
        List<String> corsAllowOrigins,
        List<String> corsAllowMethods,
        List<String> corsAllowHeaders,
        List<String> corsExposeHeaders,
        Duration corsMaxAge,
        boolean corsAllowCredentials,
        Duration drainDelay,
        Duration drainTimeout,
        LogLevel logLevel) {

    private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

    /** Checks the rules between two settings, and with this Java. */
    public Settings {
        if (minContexts > maxContexts) {
            throw SettingsConflict.of("min-contexts", minContexts, "must be at most", "max-contexts", maxContexts);
        }
        differ("admin-port", adminPort, "port", port);
        differ("lambda-port", lambdaPort, "port", port);
        differ("lambda-port", lambdaPort, "admin-port", adminPort.orElse(0));
        if (lambdaKeys.isPresent() && !lambdaApi && lambdaPort.isEmpty()) {
            throw SettingsConflict.needs("lambda-keys", "lambda-api", "on, or lambda-port");
        }
        if (logic.isPresent() && handler.isPresent()) {
            throw SettingsConflict.both("logic", "handler");
        }
        if (handlerInstances == HandlerInstances.SHARED && handler.isEmpty()) {
            throw SettingsConflict.missing("handler-instances", "handler");
        }
        if (!layer.isEmpty() && function.isEmpty()) {
            throw SettingsConflict.missing("layer", "function");
        }
        if (workers == WorkerKind.VIRTUAL && Runtime.version().feature() < FIRST_JAVA_WITH_VIRTUAL_THREADS) {
            throw SettingsConflict.noVirtualThreads(Runtime.version().feature());
        }
        if (proxyProtocol && proxyProtocolFrom.isEmpty()) {
            throw SettingsConflict.missing("proxy-protocol", "proxy-protocol-from");
        }
        needs("tls-cert", tlsCert, "tls-key", tlsKey);
        needs("tls-key", tlsKey, "tls-cert", tlsCert);
        needs("tls-client-ca", tlsClientCa, "tls-cert", tlsCert);
        boolean cors = !corsAllowOrigins.isEmpty();
        needsOrigins("cors-allow-methods", !corsAllowMethods.isEmpty(), cors);
        needsOrigins("cors-allow-headers", !corsAllowHeaders.isEmpty(), cors);
        needsOrigins("cors-expose-headers", !corsExposeHeaders.isEmpty(), cors);
        needsOrigins("cors-max-age", !corsMaxAge.isZero(), cors);
        needsOrigins("cors-allow-credentials", corsAllowCredentials, cors);
        if (corsAllowCredentials && corsAllowOrigins.contains("*")) {
            throw SettingsConflict.needs("cors-allow-credentials", "cors-allow-origins", "without *");
        }
    }

    /** How plain HTTP comes to a handler. */
    public HttpEvents httpEvents() {
        return new HttpEvents(httpEvent, tlsCert.isPresent());
    }

    private static void needsOrigins(String name, boolean given, boolean cors) {
        if (given && !cors) {
            throw SettingsConflict.missing(name, "cors-allow-origins");
        }
    }

    private static void differ(String name, Optional<Integer> port, String otherName, int other) {
        if (other != 0 && port.isPresent() && port.get() == other) {
            throw SettingsConflict.of(name, other, "must differ from", otherName, other);
        }
    }

    private static void needs(String name, Optional<?> value, String neededName, Optional<?> needed) {
        if (value.isPresent() && needed.isEmpty()) {
            throw SettingsConflict.missing(name, neededName);
        }
    }

    /**
     * The settings when none is given.
     *
     * @return every setting at its default
     */
    public static Settings defaults() {
        return of(Map.of());
    }

    /**
     * Settings in code, checked as flags are: {@code Settings.of("port", "0", "max-contexts", "2")}.
     *
     * @param namesAndValues names as in the file of {@code --config}, each followed by its value
     * @return the settings, what is not named at its default
     * @throws UsageException if a name is unknown or given twice, or a value is not allowed
     */
    public static Settings of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new UsageException(namesAndValues[namesAndValues.length - 1] + " has no value");
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (values.put(namesAndValues[i], namesAndValues[i + 1]) != null) {
                throw new UsageException(namesAndValues[i] + " is given twice");
            }
        }
        return of(values);
    }

    /**
     * Settings in code, checked as flags are.
     *
     * @param values values by name, as in the file of {@code --config}
     * @return the settings, what is not named at its default
     * @throws UsageException if a name is unknown or a value is not allowed
     */
    public static Settings of(Map<String, String> values) {
        Map<String, Given> given = new HashMap<>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            Setting<?> setting = SettingsTable.find(value.getKey());
            if (setting == null || !setting.inFile()) {
                throw Unknown.setting(value.getKey());
            }
            given.put(setting.name(), new Given(value.getValue(), Origin.CODE));
        }
        return of(new GivenValues(given));
    }

    static Settings of(GivenValues given) {
        try {
            return checked(given);
        } catch (SettingsConflict conflict) {
            throw conflict.withOrigins(given);
        }
    }

    private static Settings checked(GivenValues given) {
        return new Settings(
                given.value(SettingsTable.FUNCTION),
                given.value(SettingsTable.LOGIC),
                given.value(SettingsTable.HANDLER),
                given.value(SettingsTable.HANDLER_INSTANCES),
                given.value(SettingsTable.LAYER),
                given.value(SettingsTable.TRAIN),
                given.value(SettingsTable.HOST),
                given.value(SettingsTable.PORT),
                given.value(SettingsTable.ADMIN_HOST),
                given.value(SettingsTable.ADMIN_HOSTS),
                given.value(SettingsTable.ADMIN_TOKEN_FILE),
                given.value(SettingsTable.ADMIN_PORT),
                given.value(SettingsTable.HEALTH_PREFIX),
                given.value(SettingsTable.TLS_CERT),
                given.value(SettingsTable.TLS_KEY),
                given.value(SettingsTable.TLS_CLIENT_CA),
                given.value(SettingsTable.TRUSTED_CAS),
                given.value(SettingsTable.PROXY_PROTOCOL),
                given.value(SettingsTable.PROXY_PROTOCOL_FROM),
                given.value(SettingsTable.HTTP2),
                given.value(SettingsTable.TRUSTED_PROXIES),
                given.value(SettingsTable.MIN_CONTEXTS),
                given.value(SettingsTable.MAX_CONTEXTS),
                given.value(SettingsTable.CONTEXT_IDLE),
                given.value(SettingsTable.CONTEXT_CHECK),
                given.value(SettingsTable.CONTEXT_MAX_AGE),
                given.value(SettingsTable.START_TIMEOUT),
                given.value(SettingsTable.STOP_TIMEOUT),
                given.value(SettingsTable.INIT_TIMEOUT),
                given.value(SettingsTable.TIMEOUT),
                given.value(SettingsTable.STREAM_TIMEOUT),
                given.value(SettingsTable.MAX_QUEUE),
                given.value(SettingsTable.QUEUE_TIMEOUT),
                given.value(SettingsTable.WORKERS),
                given.value(SettingsTable.MAX_REQUEST_LINE),
                given.value(SettingsTable.MAX_HEADER),
                given.value(SettingsTable.MAX_HEADER_COUNT),
                given.value(SettingsTable.MAX_BODY),
                given.value(SettingsTable.DECOMPRESS),
                given.value(SettingsTable.COMPRESS),
                given.value(SettingsTable.HEAD_TIMEOUT),
                given.value(SettingsTable.BODY_TIMEOUT),
                given.value(SettingsTable.MIN_BODY_RATE),
                given.value(SettingsTable.IDLE_TIMEOUT),
                given.value(SettingsTable.WRITE_TIMEOUT),
                given.value(SettingsTable.MAX_UNSENT),
                given.value(SettingsTable.MAX_MEMORY),
                given.value(SettingsTable.MAX_CONNECTIONS),
                given.value(SettingsTable.MAX_STREAMS),
                given.value(SettingsTable.STREAM_WINDOW),
                given.value(SettingsTable.CONNECTION_WINDOW),
                given.value(SettingsTable.MAX_STREAM_RESETS),
                given.value(SettingsTable.LAMBDA_API),
                given.value(SettingsTable.LAMBDA_PORT),
                given.value(SettingsTable.LAMBDA_HOST),
                given.value(SettingsTable.LAMBDA_HOSTS),
                given.value(SettingsTable.LAMBDA_KEYS),
                given.value(SettingsTable.FUNCTION_NAME),
                given.value(SettingsTable.DATA_DIR),
                given.value(SettingsTable.MAX_EVENTS),
                given.value(SettingsTable.MAX_EVENTS_BYTES),
                given.value(SettingsTable.MAX_EVENTS_RUNNING),
                given.value(SettingsTable.EVENT_RETRIES),
                given.value(SettingsTable.EVENT_RETRY_DELAY),
                given.value(SettingsTable.EVENT_MAX_AGE),
                given.value(SettingsTable.ON_SUCCESS),
                given.value(SettingsTable.ON_FAILURE),
                given.value(SettingsTable.DEAD_LETTER),
                given.value(SettingsTable.DESTINATION_HEADER_FILE),
                given.value(SettingsTable.HTTP_EVENT),
                given.value(SettingsTable.ANSWER_BROWSERS),
                given.value(SettingsTable.CORS_ALLOW_ORIGINS),
                given.value(SettingsTable.CORS_ALLOW_METHODS),
                given.value(SettingsTable.CORS_ALLOW_HEADERS),
                given.value(SettingsTable.CORS_EXPOSE_HEADERS),
                given.value(SettingsTable.CORS_MAX_AGE),
                given.value(SettingsTable.CORS_ALLOW_CREDENTIALS),
                given.value(SettingsTable.DRAIN_DELAY),
                given.value(SettingsTable.DRAIN_TIMEOUT),
                given.value(SettingsTable.LOG_LEVEL));
    }
}
