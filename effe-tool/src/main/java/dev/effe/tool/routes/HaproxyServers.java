package dev.effe.tool.routes;

import dev.effe.server.app.Application.SettingText;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.cli.SettingsTable;
import dev.effe.server.settings.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The parts of HAProxy's configuration that say where functions are and how they are reached. */
final class HaproxyServers {

    private static final Duration SPARE = Duration.ofSeconds(5);

    private static final String HEAD = """
            # The routes of APP, by effe routes --haproxy: run it again when effe.yaml changes.
            # A server is at the host of its function's name, at its address in effe.yaml, or where a variable of its name
            # in capitals says.

            global
                log stdout format raw local0 notice
                hard-stop-after 60s

            # Containers get a new address with each start.
            resolvers names
                parse-resolv-conf
                hold valid 1s
                hold obsolete 1s

            defaults
                mode http
                log global
                option forwardfor
                balance leastconn
                http-reuse safe
                timeout connect 2s
                timeout client 75s
                # Longer than the functions' timeout and queue-timeout, so that it is their answer that the client gets.
                timeout server SECONDSs
                timeout queue 5s
                timeout check 2s
                # Only a connection that failed is tried again: a request that was sent may have been served.
                retries 3
                option redispatch 1
            CHECK    default-server resolvers names init-addr last,libc,none

            """;

    private static final String CHECK = """
                # A server that drains says 503 here and serves on for drain-delay, which must be longer than two checks.
                option httpchk
                http-check send meth GET uri PREFIX/readyz ver HTTP/1.1 hdr Host effe
                http-check expect status 200
                default-server check inter 250ms fall 2 rise 1 observe layer4 error-limit 3 on-error mark-down
            """;

    private HaproxyServers() {}

    /** The sections before the frontend. */
    static String head(AppRoutes routes) {
        String prefix = routes.healthPrefix();
        String check = prefix.isEmpty() ? "" : CHECK.replace("PREFIX", prefix);
        return HEAD.replace("APP", routes.application().name())
                .replace("SECONDS", Long.toString(longestAnswer(routes).toSeconds()))
                .replace("CHECK", check);
    }

    private static Duration longestAnswer(AppRoutes routes) {
        Duration longest = Duration.ZERO;
        for (FunctionEntry function : routes.functions()) {
            Duration answer = duration(routes, function, "timeout").plus(duration(routes, function, "queue-timeout"));
            longest = longest.compareTo(answer) < 0 ? answer : longest;
        }
        return longest.plus(SPARE);
    }

    private static Duration duration(AppRoutes routes, FunctionEntry function, String name) {
        Setting<?> row = Objects.requireNonNull(SettingsTable.find(name), name);
        SettingText own = function.values().settings().get(name);
        String text = own == null ? routes.setting(name).orElse(row.defaultText()) : own.text();
        return (Duration) Objects.requireNonNull(row.type().parse(text), name);
    }

    /** The backend of a function. */
    static List<String> of(AppRoutes routes, FunctionEntry function) {
        String variable = function.name().toUpperCase(Locale.ROOT).replace('-', '_');
        String address = function.program()
                .address()
                .map(HaproxyServers::text)
                .orElse(function.name() + ":" + routes.setting("port").orElse("8080"));
        boolean tls =
                routes.setting("tls-cert").filter(cert -> !cert.equals("off")).isPresent();
        String options = (tls ? " ssl verify required ca-file @system-ca" : "")
                + (routes.isOn("proxy-protocol") ? " send-proxy-v2" : "");
        return List.of(
                "",
                "backend " + function.name(),
                "    server " + function.name() + " \"${" + variable + "-" + address + "}\"" + options);
    }

    private static String text(URI address) {
        int usual = address.getScheme().equals("https") ? 443 : 80;
        return address.getHost() + ":" + (address.getPort() < 0 ? usual : address.getPort());
    }
}
