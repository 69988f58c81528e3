package dev.effe.server.cli;

import dev.effe.server.dispatch.WorkerKind;
import dev.effe.server.function.HandlerInstances;
import dev.effe.server.function.NamedRuntime;
import dev.effe.server.log.AccessFormat;
import dev.effe.server.log.LogFormat;
import dev.effe.server.log.LogLevels;
import dev.effe.server.log.syslog.SyslogAddress;
import dev.effe.server.net.AddressBlock;
import dev.effe.server.net.AddressBlocks;
import dev.effe.server.settings.LogLevel;
import dev.effe.server.settings.Setting;
import dev.effe.server.train.Samples;
import dev.effe.spi.HttpEvents;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The facts that each setting's tests need to know of it, written here a second time on purpose: a row of {@link
 * SettingsTable} without an example fails the tests.
 *
 * @param name the setting
 * @param usual the value of its default
 * @param text a text for another value
 * @param value that value
 * @param with other settings that it needs: names and values, by turns
 * @param allowed how an error says what is allowed
 * @param accepted texts at both ends of what is allowed
 * @param refused texts just outside, and others that stand for no value, as errors show them
 */
record Examples(
        String name,
        Object usual,
        String text,
        Object value,
        List<String> with,
        String allowed,
        List<String> accepted,
        List<String> refused) {

    /** The texts of all: its own and of those that it needs, by name. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>(Map.of(name, text));
        for (int i = 0; i < with.size(); i += 2) {
            texts.put(with.get(i), with.get(i + 1));
        }
        return texts;
    }

    private static final String TIME = "from 1ms to 24h, written like 500ms, 5s, 2m or 1h";
    private static final String TIME_OR_ZERO = "from 0s to 24h, written like 500ms, 5s, 2m or 1h";
    private static final String SIZE = ", written like 65536, 64KiB or 6MiB";

    private static final Map<String, Examples> ALL = new LinkedHashMap<>();

    static {
        add(
                "function",
                Optional.empty(),
                "my.jar",
                Optional.of(Path.of("my.jar")),
                "empty or a path",
                List.of("", "/a b/c"),
                List.of("'a\\u0000b'"));
        add(
                "logic",
                Optional.empty(),
                "com.example.Hello$Inner",
                Optional.of("com.example.Hello$Inner"),
                "empty or the full name of a class",
                List.of("", "Hello", "a.b_1.C"),
                List.of("'com/example/Hello'", "'com..Hello'", "'.Hello'", "'Hello.'", "' '"));
        add(
                "handler",
                Optional.empty(),
                "com.example.Handler::handle",
                Optional.of("com.example.Handler::handle"),
                "empty or class or class::method",
                List.of("", "Handler", "a.b_1.C$D::do_$1"),
                List.of("'::handle'", "'a.B::'", "'a.B:c'", "'a.B::c::d'", "'a/B'", "' '"));
        add(
                "runtime",
                Optional.empty(),
                "ruby3.3=ruby  boot.rb",
                Optional.of(new NamedRuntime("ruby3.3", List.of("ruby", "boot.rb"), Optional.empty())),
                List.of("function", "my.zip"),
                "empty or a runtime of AWS Lambda, with =COMMAND or without",
                List.of("", "provided.al2023", "nodejs20.x=node"),
                List.of("'Node'", "'nodejs20.x='", "'nodejs20.x= '", "' '", "'=node'", "'node/20'"));
        add(
                "bootstrap",
                Optional.empty(),
                "/a/bootstrap",
                Optional.of(Path.of("/a/bootstrap")),
                "empty or a path",
                List.of("", "/a b/c"),
                List.of("'a\\u0000b'"));
        add(
                "handler-instances",
                HandlerInstances.OWN,
                "shared",
                HandlerInstances.SHARED,
                List.of("handler", "a.B"),
                "own or shared",
                List.of("own"),
                List.of("'Shared'", "''", "2"));
        add(
                "layer",
                List.of(),
                "a.zip,b/c",
                List.of(Path.of("a.zip"), Path.of("b/c")),
                List.of("function", "my.jar"),
                "empty or paths, written like layers/one.zip,layers/two",
                List.of("", "a", "a, b c ,/d"),
                List.of("','", "'a,'", "'a,,b'", "'a\\u0000b'"));
        add(
                "route",
                "[]",
                "GET /a/{x},* /b",
                "[GET /a/{x}, * /b]",
                "empty or routes, written like GET /orders/{id},POST /orders",
                List.of("", " ", "GET /a", "GET /a\nPOST /a\r\n\n", " GET /a , POST /a/{x} ,\n* /{rest...}"),
                List.of());
        add(
                "train",
                Optional.empty(),
                "requests.json",
                Optional.of(new Samples(Optional.of(Path.of("requests.json")))),
                "off or on or a path",
                List.of("off", "on", "./on"),
                List.of("''", "'a\\u0000b'"));
        host("host", "127.0.0.1");
        add(
                "socket",
                Optional.empty(),
                "/run/effe/effe.sock",
                Optional.of(Path.of("/run/effe/effe.sock")),
                "off or a path of at most 106 bytes, the limit of unix sockets, with a folder of at most 96 bytes",
                List.of("off", "s", "./off", "/" + "f".repeat(95) + "/" + "s".repeat(9), "s".repeat(106)),
                List.of(
                        "''",
                        "'/'",
                        "'a\\u0000b'",
                        "'" + "s".repeat(107) + "'",
                        "'/" + "f".repeat(96) + "/s'",
                        "'" + "\u00e9".repeat(54) + "'"));
        add("port", 8080, "7050", 7050, "from 0 to 65535", List.of("0", "65535"), numbers("-1", "65536"));
        host("admin-host", "127.0.0.1", "localhost");
        hosts("admin-hosts");
        file("admin-token-file");
        file("call-token-file");
        add(
                "callees",
                Map.of(),
                "stock=http://stock:8080, prices=https://prices/x",
                Map.of("stock", URI.create("http://stock:8080"), "prices", URI.create("https://prices/x")),
                "empty or names of functions with their addresses,"
                        + " written like stock=http://stock:8080,prices=http://prices:8080",
                List.of("a=http://[::1]:1"),
                List.of("'a'", "'a=stock:8080'", "'A=http://a'", "'a=http://a?b'", "'a=http://a,a=http://b'"));
        onOrOff("envelope", false);
        add(
                "loop-limit",
                Optional.of(16),
                "3",
                Optional.of(3),
                "off or from 1 to 1000",
                List.of("off", "1", "1000"),
                List.of("'Off'", "''", "0", "1001"));
        add(
                "admin-port",
                Optional.empty(),
                "9090",
                Optional.of(9090),
                "off or from 0 to 65535",
                List.of("off", "0", "65535"),
                numbers("-1", "65536"));
        add(
                "health-prefix",
                "/_effe",
                "/internal/health",
                "/internal/health",
                "empty or begin with / and not end with it",
                List.of("", "/a", "/a/b-c_d.e~f"),
                List.of("'/'", "'a'", "'/a/'", "'//a'", "'/a//b'", "'/a?b'", "'/a b'", "'/%41'"));
        file("tls-cert", "tls-key", "key.pem");
        file("tls-key", "tls-cert", "cert.pem");
        file("tls-client-ca", "tls-cert", "cert.pem", "tls-key", "key.pem");
        file("trusted-cas");
        onOrOff("proxy-protocol", false);
        add(
                "proxy-protocol-from",
                new AddressBlocks(List.of(block("127.0.0.0", 8), block("::1", 128))),
                "10.0.0.7",
                new AddressBlocks(List.of(block("10.0.0.7", 32))),
                List.of("proxy-protocol", "on"),
                "empty or IP addresses and CIDR blocks, written like 10.0.0.0/8,192.0.2.7,2001:db8::/32",
                List.of("", "0.0.0.0/0,::/0"),
                List.of("'haproxy'", "'10.0.0.0/33'", "' '"));
        onOrOff("http2", true);
        add(
                "trusted-proxies",
                AddressBlocks.NONE,
                "10.0.0.0/8, 192.0.2.7,2001:db8::/32",
                new AddressBlocks(List.of(block("10.0.0.0", 8), block("192.0.2.7", 32), block("2001:db8::", 32))),
                "empty or IP addresses and CIDR blocks, written like 10.0.0.0/8,192.0.2.7,2001:db8::/32",
                List.of("", "0.0.0.0/0", "::/0", "::1", "255.255.255.255/32", "::ffff:1.2.3.4"),
                List.of(
                        "'off'",
                        "'localhost'",
                        "'10.0.0.0/33'",
                        "'::/129'",
                        "'10.0.0/8'",
                        "'1.2.3.4,'",
                        "'[::1]'",
                        "' '"));

        add("min-contexts", 1, "5", 5, "from 0 to 10000", List.of("0", "10000"), numbers("-1", "10001"));
        add("max-contexts", 1000, "7", 7, "from 1 to 10000", List.of("1", "10000"), numbers("0", "10001"));
        add(
                "context-idle",
                Optional.of(Duration.ofSeconds(60)),
                "2m",
                Optional.of(Duration.ofMinutes(2)),
                "off or " + TIME,
                List.of("off", "1ms", "24h"),
                List.of("0", "'0ms'", "86401", "'86400001ms'", "'Off'", "''"));
        timeOrZero("context-check", "1s", "500ms");
        add(
                "context-max-age",
                Optional.empty(),
                "1h",
                Optional.of(Duration.ofHours(1)),
                "off or " + TIME,
                List.of("off", "1ms", "24h"),
                List.of("0", "'0ms'", "86401", "'86400001ms'", "'Off'", "''"));
        time("start-timeout", "10s", "1500ms");
        time("stop-timeout", "5s", "7");
        time("init-timeout", "60s", "61s");

        time("timeout", "30s", "31s");
        time("stream-timeout", "15m", "31s");
        add(
                "slow",
                Optional.empty(),
                "1s",
                Optional.of(Duration.ofSeconds(1)),
                "off or " + TIME,
                List.of("off", "1ms", "24h"),
                List.of("0", "'0ms'", "86401", "'86400001ms'", "'Off'", "''"));
        add("max-queue", 1000, "0", 0, "from 0 to 1000000", List.of("0", "1000000"), numbers("-1", "1000001"));
        time("queue-timeout", "5s", "6s");
        add(
                "workers",
                WorkerKind.AUTO,
                "platform",
                WorkerKind.PLATFORM,
                "auto, virtual or platform",
                List.of("auto", "platform"),
                List.of("'Auto'", "''", "'fork-join'"));

        size("max-request-line", 8192, "16KiB", 16384, "from 256 to 1MiB", sizes("256", "1MiB"), "255", "'1025KiB'");
        size("max-header", 16384, "32k", 32768, "from 1KiB to 1MiB", sizes("1024", "1048576"), "1023", "1048577");
        add("max-header-count", 100, "50", 50, "from 1 to 10000", List.of("1", "10000"), numbers("0", "10001"));
        size("max-body", 6 << 20, "10m", 10 << 20, "from 0 to 1GiB", sizes("0", "1GiB"), "1073741825", "'2GiB'");
        onOrOff("decompress", false);
        onOrOff("compress", false);
        onOrOff("server-timing", false);
        time("head-timeout", "10s", "11s");
        time("body-timeout", "60s", "61");
        add("min-body-rate", 240, "0", 0, "from 0 to 1000000", List.of("0", "1000000"), numbers("-1", "1000001"));
        time("idle-timeout", "75s", "5m");
        time("write-timeout", "30s", "29s");
        size("max-unsent", 1 << 20, "2MiB", 2 << 20, "from 1KiB to 1GiB", sizes("1KiB", "1G"), "1023", "'1025MiB'");
        add(
                "max-memory",
                Runtime.getRuntime().maxMemory() / 100 * 25,
                "1%",
                Runtime.getRuntime().maxMemory() / 100,
                "from 1% to 75% of the heap, or from 1MiB, written like 25% or 64MiB (the heap has "
                        + Runtime.getRuntime().maxMemory() / (1 << 20) + "MiB)",
                List.of("1%", "75%", "1MiB", "2m"),
                List.of("'0%'", "'76%'", "'1023KiB'", "'1024GiB'", "'%'", "'-1%'"));
        add("max-connections", 10_000, "9", 9, "from 1 to 1000000", List.of("1", "1000000"), numbers("0", "1000001"));
        add("max-streams", 100, "250", 250, "from 1 to 10000", List.of("1", "10000"), numbers("0", "10001"));
        size("stream-window", 64 << 10, "1MiB", 1 << 20, "from 1KiB to 16MiB", sizes("1KiB", "16M"), "1023", "'17MiB'");
        size("connection-window", 1 << 20, "2m", 2 << 20, "from 64KiB to 64MiB", sizes("64K", "64M"), "65535", "'65M'");
        add("max-stream-resets", 100, "20", 20, "from 1 to 10000", List.of("1", "10000"), numbers("0", "10001"));

        onOrOff("lambda-api", false);
        add(
                "lambda-port",
                Optional.empty(),
                "9001",
                Optional.of(9001),
                "off or from 0 to 65535",
                List.of("off", "0", "65535"),
                numbers("-1", "65536"));
        host("lambda-host", "127.0.0.1", "localhost");
        hosts("lambda-hosts");
        add(
                "lambda-keys",
                Optional.empty(),
                "a b/keys",
                Optional.of(Path.of("a b/keys")),
                List.of("lambda-api", "on"),
                "off or a path",
                List.of("off", "./off", "/etc/effe/keys"),
                List.of("''", "'a\\u0000b'"));
        add(
                "function-name",
                Optional.empty(),
                "orders_eu-1",
                Optional.of("orders_eu-1"),
                "empty or 1 to 64 letters, digits, - and _",
                List.of("", "a", "x".repeat(64)),
                List.of("'a.b'", "'a b'", "'..'", "'a/b'", "'" + "x".repeat(65) + "'"));
        add(
                "data-dir",
                Path.of("effe-data"),
                "/var/lib/effe",
                Path.of("/var/lib/effe"),
                "a path",
                List.of(".", "a b/c"),
                List.of("''", "'a\\u0000b'"));
        add("max-events", 100_000, "7", 7, "from 1 to 10000000", List.of("1", "10000000"), numbers("0", "10000001"));
        add(
                "max-events-bytes",
                512L << 20,
                "3GiB",
                3L << 30,
                "from 2MiB to 1024GiB, written like 65536, 64MiB or 6GiB",
                List.of("2097152", "2MiB", "1024GiB"),
                List.of("2097151", "'1025GiB'", "'9223372036854775807GiB'", "-1", "'5 GiB'", "''"));
        add("max-events-running", 100, "7", 7, "from 1 to 10000", List.of("1", "10000"), numbers("0", "10001"));
        add("event-retries", 2, "0", 0, "from 0 to 10", List.of("0", "10"), numbers("-1", "11"));
        time("event-retry-delay", "1m", "1s");
        time("event-max-age", "6h", "1h");
        destination("on-success");
        destination("on-failure");
        destination("dead-letter");
        file("destination-header-file");

        add(
                "http-event",
                HttpEvents.Shape.V2,
                "alb-multi",
                HttpEvents.Shape.ALB_MULTI,
                "v2, v1, alb or alb-multi",
                List.of("v2", "v1", "alb"),
                List.of("'V2'", "'alb_multi'", "''", "2"));
        onOrOff("answer-browsers", true);

        add(
                "cors-allow-origins",
                List.of(),
                "https://a.example, http://localhost:3000",
                List.of("https://a.example", "http://localhost:3000"),
                "empty, * or origins, written like https://example.com,http://localhost:3000",
                List.of("", "*", "http://[::1]:8080", "capacitor://localhost"),
                List.of("'a.example'", "'https://a.example/'", "'https://*.example'", "'*,https://a'", "'https://a,'"));
        tokens("cors-allow-methods");
        tokens("cors-allow-headers");
        tokens("cors-expose-headers");
        add(
                "cors-max-age",
                Duration.ZERO,
                "2h",
                Duration.ofHours(2),
                List.of("cors-allow-origins", "*"),
                TIME_OR_ZERO,
                List.of("0", "24h"),
                List.of("-1", "'25h'", "'off'", "''"));
        add(
                "cors-allow-credentials",
                false,
                "on",
                true,
                List.of("cors-allow-origins", "https://a.example"),
                "off or on",
                List.of("off", "on"),
                List.of("'On'", "'true'", "''", "1"));

        timeOrZero("drain-delay", "0s", "3s");
        timeOrZero("drain-timeout", "30s", "20s");

        add(
                "log-format",
                LogFormat.TEXT,
                "json",
                LogFormat.JSON,
                "text, json or auto",
                List.of("text", "auto"),
                List.of("'JSON'", "'xml'", "''"));
        add(
                "log-level",
                LogLevels.of(LogLevel.INFO),
                "warn,com.acme=trace",
                new LogLevels(LogLevel.WARN, Map.of("com.acme", LogLevel.TRACE)),
                "error, warn, info, debug or trace, and for loggers written like info,com.acme=debug",
                List.of("error", "warn", "debug", "com.acme=debug", "a=info,b.c$D=error,debug"),
                List.of("'INFO'", "'all'", "''", "'info,debug'", "'a='", "'=info'", "'a=info,a=warn'", "'.a=info'"));
        add(
                "access-log",
                AccessFormat.OFF,
                "json",
                AccessFormat.JSON,
                "off, text or json",
                List.of("text"),
                List.of("'on'", "'JSON'", "''"));
        add(
                "syslog",
                Optional.empty(),
                "tls://logs.example.com",
                Optional.of(new SyslogAddress(SyslogAddress.Transport.TLS, "logs.example.com", 6514)),
                "off or udp://, tcp:// or tls://, a host and a port",
                List.of("udp://localhost", "tcp://127.0.0.1:601", "udp://[::1]:514"),
                List.of(
                        "'on'",
                        "''",
                        "'udp://'",
                        "'logs:514'",
                        "'http://logs'",
                        "'tcp://logs:0x'",
                        "'tcp://logs:65536'",
                        "'tcp://logs/path'"));
        add(
                "traces",
                Optional.empty(),
                "2000",
                Optional.of(2000),
                "off or from 1 to 100000",
                List.of("1", "100000"),
                List.of("0", "100001", "'on'", "''"));
        add(
                "trace-sample",
                1.0,
                "0.1",
                0.1,
                "from 0 to 1, written like 0.1",
                List.of("0", "1", "0.000001", "1.0"),
                List.of("2", "'1.1'", "-1", "'.5'", "'0,5'", "''", "'10%'"));
        add(
                "log-ring",
                Optional.empty(),
                "64k",
                Optional.of(65_536),
                "off or from 1KiB to 16MiB, written like 65536, 64KiB or 6MiB",
                List.of("off", "1024", "16MiB"),
                List.of("0", "1023", "'17MiB'", "'on'", "''"));
        add(
                "otlp-endpoint",
                Optional.empty(),
                "http://collector:4318",
                Optional.of(URI.create("http://collector:4318")),
                "off or an http or https URL without user, query and fragment",
                List.of("https://otlp.example.com", "http://[::1]:4318/tenant/"),
                List.of(
                        "'on'",
                        "''",
                        "'collector:4318'",
                        "'grpc://collector:4317'",
                        "'http://'",
                        "'https://***@otlp.example.com'",
                        "'http://collector:4318/?tenant=1'",
                        "'http://collector:4318/#top'"));
        file("otlp-header-file");
    }

    /** The example of a row. Fails if there is none. */
    static Examples of(Setting<?> setting) {
        Examples examples = ALL.get(setting.name());
        if (examples == null) {
            throw new AssertionError("Add an example for the setting " + setting.name() + " to Examples");
        }
        return examples;
    }

    static Map<String, Examples> all() {
        return ALL;
    }

    private static void host(String name, String text) {
        host(name, "", text);
    }

    private static void host(String name, String usual, String text) {
        add(
                name,
                usual,
                text,
                text,
                "empty or a host name or IP address",
                List.of("", "::1", "fe80::1%eth0", "a-b.example.com"),
                List.of("'http://x'", "'a b'", "' '"));
    }

    private static void hosts(String name) {
        add(
                name,
                List.of(),
                "effe, effe.default.svc",
                List.of("effe", "effe.default.svc"),
                "empty, * or host names, written like effe,effe.example.com",
                List.of("", "*", "a_b.example."),
                List.of("'a,'", "'*,a'", "'*.a'", "'http://a'", "'a:80'", "'.'", "' '"));
    }

    private static void tokens(String name) {
        add(
                name,
                List.of(),
                "PUT, x-one",
                List.of("PUT", "x-one"),
                List.of("cors-allow-origins", "*"),
                "empty, * or names, written like one,another",
                List.of("", "*", "a", "!#$%&'+.^_`|~"),
                List.of("'a b'", "'a,'", "'*,a'", "'a/b'", "' '"));
    }

    private static void onOrOff(String name, boolean usual) {
        add(
                name,
                usual,
                usual ? "off" : "on",
                !usual,
                "off or on",
                List.of("off", "on"),
                List.of("'On'", "'true'", "''", "1"));
    }

    private static void file(String name, String... with) {
        add(
                name,
                Optional.empty(),
                "a b/c.pem",
                Optional.of(Path.of("a b/c.pem")),
                List.of(with),
                "off or a path",
                List.of("off", "./off", "/etc/effe/tls.pem"),
                List.of("''", "'a\\u0000b'"));
    }

    private static void destination(String name) {
        add(
                name,
                Optional.empty(),
                "https://example.com:8443/in?a=b",
                Optional.of(URI.create("https://example.com:8443/in?a=b")),
                "off or an http or https URL or file:folder",
                List.of("off", "http://localhost:1", "file:dead", "file:/var/dead"),
                List.of("''", "'/dead'", "'file:'", "'file://host/dead'", "'ftp://x/y'", "'http:/x'", "'a b'"));
    }

    private static AddressBlock block(String literal, int prefixLength) {
        try {
            return new AddressBlock(InetAddress.getByName(literal), prefixLength);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void time(String name, String usual, String text) {
        add(
                name,
                duration(usual),
                text,
                duration(text),
                TIME,
                List.of("1ms", "24h", "1440m", "86400", "86400s", "86400000ms"),
                List.of("0", "'0s'", "86401", "'86400001ms'", "'25h'", "-1", "'+5'", "'5 s'", "'1d'", "'1.5s'", "''"));
    }

    private static void timeOrZero(String name, String usual, String text) {
        add(
                name,
                duration(usual),
                text,
                duration(text),
                TIME_OR_ZERO,
                List.of("0", "0s", "0ms", "24h"),
                List.of("-1", "86401", "'off'", "''", "999999999999999999", "'9999999999999999999s'"));
    }

    private static void size(
            String name,
            int usual,
            String text,
            int value,
            String allowed,
            List<String> accepted,
            String below,
            String above) {
        add(
                name,
                usual,
                text,
                value,
                allowed + SIZE,
                accepted,
                List.of(below, above, "-1", "'1.5MiB'", "'6MB'", "'6 MiB'", "'KiB'", "''", "999999999999999999"));
    }

    private static List<String> sizes(String smallest, String largest) {
        return List.of(smallest, largest);
    }

    private static List<String> numbers(String below, String above) {
        return List.of(below, above, "'abc'", "''", "'1.0'", "'+2'", "' 2'", "'\u0662'", "99999999999999999999");
    }

    /** Reads the four units in a way of its own. */
    private static Duration duration(String text) {
        if (text.endsWith("ms")) {
            return Duration.parse("PT" + Integer.parseInt(text.replace("ms", "")) / 1000.0 + "S");
        }
        boolean hasUnit = Character.isLetter(text.charAt(text.length() - 1));
        return Duration.parse("PT" + (hasUnit ? text : text + "s"));
    }

    private static void add(
            String name,
            Object usual,
            String text,
            Object value,
            String allowed,
            List<String> accepted,
            List<String> refused) {
        add(name, usual, text, value, List.of(), allowed, accepted, refused);
    }

    private static void add(
            String name,
            Object usual,
            String text,
            Object value,
            List<String> with,
            String allowed,
            List<String> accepted,
            List<String> refused) {
        ALL.put(name, new Examples(name, usual, text, value, with, allowed, accepted, refused));
    }
}
