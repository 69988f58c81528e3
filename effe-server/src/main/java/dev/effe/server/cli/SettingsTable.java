package dev.effe.server.cli;

import dev.effe.server.cli.Setting.Group;
import dev.effe.server.cli.Setting.Places;
import dev.effe.server.net.AddressBlocks;
import dev.effe.spi.HttpEvents;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one table of settings. A setting is a row here and the component of {@link Settings} at the same place; flags,
 * environment, file, help, {@code --print-config} and docs/settings.md follow from the row. Immutable once loaded.
 */
final class SettingsTable {

    private static final Map<String, Setting<?>> ROWS = new LinkedHashMap<>();

    static final Setting<Optional<Path>> FUNCTION = row(
            Group.FUNCTION,
            "function",
            OptionalValue.orEmpty(new FilePath()),
            "",
            "Jar or folder of the function; empty: the class path.");
    static final Setting<Optional<String>> LOGIC = row(
            Group.FUNCTION,
            "logic",
            OptionalValue.orEmpty(Text.CLASS),
            "",
            "Class of the function; empty: found in its jar.");

    static final Setting<Optional<String>> HANDLER = row(
            Group.FUNCTION,
            "handler",
            OptionalValue.orEmpty(Text.HANDLER),
            "",
            "AWS Lambda handler to serve. The variable _HANDLER counts too.");
    static final Setting<HandlerInstances> HANDLER_INSTANCES = row(
            Group.FUNCTION,
            "handler-instances",
            new Choice<>("<kind>", List.of(HandlerInstances.values())),
            "own",
            "Whether a context has its own, or all share one (thread-safe).");

    static final Setting<List<Path>> LAYER = row(
            Group.FUNCTION,
            "layer",
            new PathList(),
            "",
            "Layers of AWS Lambda, as folders or zips, and jars; repeatable.");

    /** Not in {@link Settings}: the function's own keys are in {@link FunctionConfig}. In the file: {@code set.key=value}. */
    static final Setting<String> SET =
            row(Places.FLAG, Group.FUNCTION, "set", Text.KEY_VALUE, "", "A key of the function's own; repeatable.");

    /** Not in {@link Settings}: read before them. */
    static final Setting<Optional<Path>> CONFIG = row(
            Places.FLAG_AND_ENVIRONMENT,
            Group.FUNCTION,
            "config",
            OptionalValue.orEmpty(new FilePath()),
            "",
            "File of settings, name=value in each line; empty: none.");

    static final Setting<Optional<Samples>> TRAIN = row(
            Group.FUNCTION,
            "train",
            OptionalValue.orOff(new SamplesValue()),
            "off",
            "Serve sample requests, of this file if it is one, and exit.");

    static final Setting<String> HOST =
            row(Group.LISTENING, "host", Text.HOST, "", "Interface to listen on; empty: all of them.");
    static final Setting<Integer> PORT =
            row(Group.LISTENING, "port", port(), "8080", "TCP port; 0: a free one. The variable PORT counts too.");
    static final Setting<String> ADMIN_HOST = row(
            Group.LISTENING, "admin-host", Text.HOST, "127.0.0.1", "Interface of the admin port; empty: all of them.");
    static final Setting<List<String>> ADMIN_HOSTS = row(
            Group.LISTENING,
            "admin-hosts",
            TextList.HOSTS,
            "",
            "Names of the admin port, besides localhost and IP addresses.");
    static final Setting<Optional<Path>> ADMIN_TOKEN_FILE =
            file(Group.LISTENING, "admin-token-file", "File of the token for changes; off: from this machine only.");
    static final Setting<Optional<Integer>> ADMIN_PORT = row(
            Group.LISTENING,
            "admin-port",
            OptionalValue.orOff(port()),
            "off",
            "TCP port for metrics, health and info; 0: a free one.");
    static final Setting<String> HEALTH_PREFIX = row(
            Group.LISTENING,
            "health-prefix",
            Text.PATH_PREFIX,
            "/_effe",
            "Where health is on the main port; empty: nowhere.");
    static final Setting<Optional<Path>> TLS_CERT =
            file(Group.LISTENING, "tls-cert", "PEM file of the main port's certificate, then its chain.");
    static final Setting<Optional<Path>> TLS_KEY =
            file(Group.LISTENING, "tls-key", "PEM file of the certificate's private key.");
    static final Setting<Optional<Path>> TLS_CLIENT_CA =
            file(Group.LISTENING, "tls-client-ca", "PEM file of who signs clients' certificates, then needed.");
    static final Setting<Optional<Path>> TRUSTED_CAS =
            file(Group.LISTENING, "trusted-cas", "PEM file of CAs trusted besides Java's, in calls to others.");
    static final Setting<Boolean> PROXY_PROTOCOL = row(
            Group.LISTENING,
            "proxy-protocol",
            new Switch(),
            "off",
            "Whether every connection begins with a PROXY header.");
    static final Setting<AddressBlocks> PROXY_PROTOCOL_FROM = row(
            Group.LISTENING,
            "proxy-protocol-from",
            new AddressList(),
            "127.0.0.0/8,::1",
            "Whose PROXY headers count; others are closed.");
    static final Setting<Boolean> HTTP2 =
            row(Group.LISTENING, "http2", new Switch(), "on", "Whether HTTP/2 is spoken besides HTTP/1.1.");
    static final Setting<AddressBlocks> TRUSTED_PROXIES = row(
            Group.LISTENING,
            "trusted-proxies",
            new AddressList(),
            "",
            "Whose X-Forwarded-… and Forwarded headers count.");

    static final Setting<Integer> MIN_CONTEXTS =
            row(Group.CONTEXTS, "min-contexts", number(0, 10_000), "1", "Contexts kept started, also when idle.");
    static final Setting<Integer> MAX_CONTEXTS = row(
            Group.CONTEXTS,
            "max-contexts",
            number(1, 10_000),
            "1000",
            "Contexts, so requests that run, at once. Handlers: by heap.");
    static final Setting<Optional<Duration>> CONTEXT_IDLE = row(
            Group.CONTEXTS,
            "context-idle",
            OptionalValue.orOff(positiveTime()),
            "60s",
            "Idle time after which a context is stopped. Handlers: off.");
    static final Setting<Duration> CONTEXT_CHECK = row(
            Group.CONTEXTS, "context-check", time(), "1s", "Idle time after which a context is asked if it is usable.");
    static final Setting<Optional<Duration>> CONTEXT_MAX_AGE = row(
            Group.CONTEXTS,
            "context-max-age",
            OptionalValue.orOff(positiveTime()),
            "off",
            "Age at which a context is replaced.");
    static final Setting<Duration> START_TIMEOUT =
            row(Group.CONTEXTS, "start-timeout", positiveTime(), "10s", "Longest start of a context.");
    static final Setting<Duration> STOP_TIMEOUT =
            row(Group.CONTEXTS, "stop-timeout", positiveTime(), "5s", "Longest wait for the stop of a context.");
    static final Setting<Duration> INIT_TIMEOUT =
            row(Group.CONTEXTS, "init-timeout", positiveTime(), "60s", "Longest init of the function.");

    static final Setting<Duration> TIMEOUT =
            row(Group.LOAD, "timeout", positiveTime(), "30s", "Longest run of a request; then it gets 504.");
    static final Setting<Duration> STREAM_TIMEOUT = row(
            Group.LOAD,
            "stream-timeout",
            positiveTime(),
            "15m",
            "Longest stream from its first byte on; then it is cut.");
    static final Setting<Integer> MAX_QUEUE = row(
            Group.LOAD, "max-queue", number(0, 1_000_000), "1000", "Requests that wait for a context; more get 503.");
    static final Setting<Duration> QUEUE_TIMEOUT = row(
            Group.LOAD,
            "queue-timeout",
            positiveTime(),
            "5s",
            "Longest wait for a context, else 503; shorter under overload.");
    static final Setting<WorkerKind> WORKERS = row(
            Group.LOAD,
            "workers",
            new Choice<>("<kind>", List.of(WorkerKind.values())),
            "auto",
            "Threads: virtual, platform, or auto for the better.");

    static final Setting<Integer> MAX_REQUEST_LINE = row(
            Group.CONNECTIONS, "max-request-line", size("256", "1MiB"), "8192", "Bytes of a request line; else 414.");
    static final Setting<Integer> MAX_HEADER =
            row(Group.CONNECTIONS, "max-header", size("1KiB", "1MiB"), "16KiB", "Bytes of all headers; else 431.");
    static final Setting<Integer> MAX_HEADER_COUNT =
            row(Group.CONNECTIONS, "max-header-count", number(1, 10_000), "100", "Number of headers; else 431.");
    static final Setting<Integer> MAX_BODY =
            row(Group.CONNECTIONS, "max-body", size("0", "1GiB"), "6MiB", "Bytes of a request body; else 413.");
    static final Setting<Boolean> DECOMPRESS = row(
            Group.CONNECTIONS,
            "decompress",
            new Switch(),
            "off",
            "Whether gzip'd request bodies are decoded, within max-body.");
    static final Setting<Boolean> COMPRESS = row(
            Group.CONNECTIONS,
            "compress",
            new Switch(),
            "off",
            "Whether answers are compressed where clients take gzip.");
    static final Setting<Duration> HEAD_TIMEOUT =
            row(Group.CONNECTIONS, "head-timeout", positiveTime(), "10s", "Time to receive the headers; else 408.");
    static final Setting<Duration> BODY_TIMEOUT =
            row(Group.CONNECTIONS, "body-timeout", positiveTime(), "60s", "Time to receive the body; else 408.");
    static final Setting<Integer> MIN_BODY_RATE = row(
            Group.CONNECTIONS,
            "min-body-rate",
            number(0, 1_000_000),
            "240",
            "Slowest body after 5 s, in bytes per second; 0: any.");
    static final Setting<Duration> IDLE_TIMEOUT = row(
            Group.CONNECTIONS, "idle-timeout", positiveTime(), "75s", "Time a connection may wait between requests.");
    static final Setting<Duration> WRITE_TIMEOUT = row(
            Group.CONNECTIONS,
            "write-timeout",
            positiveTime(),
            "30s",
            "Time a client may take nothing of its response.");
    static final Setting<Integer> MAX_UNSENT = row(
            Group.CONNECTIONS,
            "max-unsent",
            size("1KiB", "1GiB"),
            "1MiB",
            "Bytes waiting for one client to take them.");
    static final Setting<Long> MAX_MEMORY = row(
            Group.CONNECTIONS,
            "max-memory",
            new HeapShare(),
            "25%",
            "Bytes of all requests and responses; more get 503.");
    static final Setting<Integer> MAX_CONNECTIONS =
            row(Group.CONNECTIONS, "max-connections", number(1, 1_000_000), "10000", "Open connections at once.");
    static final Setting<Integer> MAX_STREAMS = row(
            Group.CONNECTIONS, "max-streams", number(1, 10_000), "100", "Requests at once in an HTTP/2 connection.");
    static final Setting<Integer> STREAM_WINDOW = row(
            Group.CONNECTIONS,
            "stream-window",
            size("1KiB", "16MiB"),
            "64KiB",
            "Bytes an HTTP/2 client may send ahead in a request.");
    static final Setting<Integer> CONNECTION_WINDOW = row(
            Group.CONNECTIONS,
            "connection-window",
            size("64KiB", "64MiB"),
            "1MiB",
            "Bytes an HTTP/2 client may send ahead in a connection.");
    static final Setting<Integer> MAX_STREAM_RESETS = row(
            Group.CONNECTIONS,
            "max-stream-resets",
            number(1, 10_000),
            "100",
            "Resets in 10 s, in and out, that end an HTTP/2 connection.");

    static final Setting<Boolean> LAMBDA_API =
            row(Group.INVOKE, "lambda-api", new Switch(), "off", "Whether the Invoke API is served on the main port.");
    static final Setting<Optional<Integer>> LAMBDA_PORT = row(
            Group.INVOKE,
            "lambda-port",
            OptionalValue.orOff(port()),
            "off",
            "TCP port that serves the Invoke API alone; 0: a free one.");
    static final Setting<String> LAMBDA_HOST = row(
            Group.INVOKE,
            "lambda-host",
            Text.HOST,
            "127.0.0.1",
            "Interface of the Invoke API's port; empty: all of them.");
    static final Setting<List<String>> LAMBDA_HOSTS = row(
            Group.INVOKE,
            "lambda-hosts",
            TextList.HOSTS,
            "",
            "Names of the Invoke API, besides localhost and IP addresses.");
    static final Setting<Optional<Path>> LAMBDA_KEYS = row(
            Group.INVOKE,
            "lambda-keys",
            OptionalValue.orOff(new FilePath()),
            "off",
            "File of keys, ID and SECRET in each line; off: nobody signs.");
    static final Setting<Optional<String>> FUNCTION_NAME = row(
            Group.INVOKE,
            "function-name",
            OptionalValue.orEmpty(Text.FUNCTION_NAME),
            "",
            "Name to invoke. The variable AWS_LAMBDA_FUNCTION_NAME counts too.");
    static final Setting<Path> DATA_DIR =
            row(Group.INVOKE, "data-dir", new FilePath(), "effe-data", "Folder that keeps events until they are done.");
    static final Setting<Integer> MAX_EVENTS =
            row(Group.INVOKE, "max-events", number(1, 10_000_000), "100000", "Events that wait; more get 429.");
    static final Setting<Long> MAX_EVENTS_BYTES = row(
            Group.INVOKE,
            "max-events-bytes",
            new DiskSize("2MiB", "1024GiB"),
            "512MiB",
            "Bytes of disk for events, failed ones too; more get 429.");
    static final Setting<Integer> MAX_EVENTS_RUNNING = row(
            Group.INVOKE,
            "max-events-running",
            number(1, 10_000),
            "100",
            "Events that run at once, and half of max-contexts at most.");
    static final Setting<Integer> EVENT_RETRIES =
            row(Group.INVOKE, "event-retries", number(0, 10), "2", "How often an event is tried again after an error.");
    static final Setting<Duration> EVENT_RETRY_DELAY = row(
            Group.INVOKE,
            "event-retry-delay",
            positiveTime(),
            "1m",
            "Wait after the first error, twice as long after the next.");
    static final Setting<Duration> EVENT_MAX_AGE =
            row(Group.INVOKE, "event-max-age", positiveTime(), "6h", "Age at which an event is given up.");
    static final Setting<Optional<URI>> ON_SUCCESS =
            destination("on-success", "Where a record of each event that succeeds goes.");
    static final Setting<Optional<URI>> ON_FAILURE =
            destination("on-failure", "Where a record of each event that is given up goes.");
    static final Setting<Optional<URI>> DEAD_LETTER =
            destination("dead-letter", "Where each event that is given up goes itself.");
    static final Setting<Optional<Path>> DESTINATION_HEADER_FILE =
            file(Group.INVOKE, "destination-header-file", "Headers for web destinations: Authorization: Bearer abc.");

    static final Setting<HttpEvents.Shape> HTTP_EVENT = row(
            Group.EVENTS,
            "http-event",
            new Choice<>("<shape>", List.of(HttpEvents.Shape.values())),
            "v2",
            "Events that HTTP becomes: of Function URLs, REST APIs, ALBs.");
    static final Setting<Boolean> ANSWER_BROWSERS = row(
            Group.EVENTS,
            "answer-browsers",
            new Switch(),
            "on",
            "Whether preflights and /favicon.ico are kept from handlers.");

    static final Setting<List<String>> CORS_ALLOW_ORIGINS = row(
            Group.CORS,
            "cors-allow-origins",
            TextList.ORIGINS,
            "",
            "Sites whose scripts may read answers; empty: none.");
    static final Setting<List<String>> CORS_ALLOW_METHODS = row(
            Group.CORS,
            "cors-allow-methods",
            TextList.TOKENS,
            "",
            "Methods those scripts may use besides GET, HEAD and POST.");
    static final Setting<List<String>> CORS_ALLOW_HEADERS = row(
            Group.CORS,
            "cors-allow-headers",
            TextList.TOKENS,
            "",
            "Headers those scripts may send, such as Content-Type.");
    static final Setting<List<String>> CORS_EXPOSE_HEADERS = row(
            Group.CORS, "cors-expose-headers", TextList.TOKENS, "", "Headers of answers that those scripts may read.");
    static final Setting<Duration> CORS_MAX_AGE =
            row(Group.CORS, "cors-max-age", time(), "0s", "How long browsers may remember what is allowed.");
    static final Setting<Boolean> CORS_ALLOW_CREDENTIALS = row(
            Group.CORS,
            "cors-allow-credentials",
            new Switch(),
            "off",
            "Whether those scripts may send cookies and credentials.");

    static final Setting<Duration> DRAIN_DELAY =
            row(Group.STOPPING, "drain-delay", time(), "0s", "Time to serve on, not ready, after a signal to stop.");
    static final Setting<Duration> DRAIN_TIMEOUT = row(
            Group.STOPPING, "drain-timeout", time(), "30s", "Time for the running requests to end; then they are cut.");

    static final Setting<LogLevel> LOG_LEVEL = row(
            Group.LOGS,
            "log-level",
            new Choice<>("<level>", List.of(LogLevel.values())),
            "info",
            "Least severe kind logged: error, warn, info, debug, trace.");

    private static final List<Setting<?>> ALL = List.copyOf(ROWS.values());

    private SettingsTable() {}

    /** Every row, in the order of the help. */
    static List<Setting<?>> all() {
        return ALL;
    }

    /** The row of a name such as {@code max-contexts}, or null if there is none. */
    static @Nullable Setting<?> find(String name) {
        return ROWS.get(name);
    }

    /** The names that can be given in one of the places: {@link Places#FLAG} for all of them. */
    static List<String> names(Places place) {
        List<String> names = new ArrayList<>();
        for (Setting<?> setting : ALL) {
            if (setting.places().compareTo(place) >= 0) {
                names.add(setting.name());
            }
        }
        return Collections.unmodifiableList(names);
    }

    /** The tables of all settings in docs/settings.md, one for each group. */
    static String markdown() {
        StringBuilder page = new StringBuilder();
        for (Group group : Group.values()) {
            page.append(page.isEmpty() ? "" : "\n")
                    .append("## ")
                    .append(group.title())
                    .append("\n\n");
            page.append("| setting | default | allowed | what it does |\n|---|---|---|---|\n");
            ALL.stream().filter(setting -> setting.group() == group).forEach(setting -> appendRow(page, setting));
        }
        return page.toString();
    }

    private static void appendRow(StringBuilder page, Setting<?> setting) {
        String text = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
        String[] cells = {"`" + setting.name() + "`", text, setting.type().allowed(), setting.help()};
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static <T> Setting<T> row(Group group, String name, ValueType<T> type, String defaultText, String help) {
        return add(new Setting<>(name, type, defaultText, Places.ALL, group, help));
    }

    private static <T> Setting<T> row(
            Places places, Group group, String name, ValueType<T> type, String defaultText, String help) {
        return add(new Setting<>(name, type, defaultText, places, group, help));
    }

    private static <T> Setting<T> add(Setting<T> row) {
        if (ROWS.put(row.name(), row) != null) {
            throw new AssertionError("Two rows for " + row.name());
        }
        return row;
    }

    private static Setting<Optional<Path>> file(Group group, String name, String help) {
        return row(group, name, OptionalValue.orOff(new FilePath()), "off", help);
    }

    private static Setting<Optional<URI>> destination(String name, String help) {
        return row(Group.INVOKE, name, OptionalValue.orOff(new DestinationUri()), "off", help);
    }

    private static ValueType<Integer> port() {
        return new IntegerRange("<port>", 0, 65_535);
    }

    private static ValueType<Integer> number(int min, int max) {
        return new IntegerRange("<n>", min, max);
    }

    private static ValueType<Integer> size(String min, String max) {
        return new ByteSize(min, max);
    }

    private static ValueType<Duration> positiveTime() {
        return new TimeSpan("1ms", "24h");
    }

    private static ValueType<Duration> time() {
        return new TimeSpan("0s", "24h");
    }
}
