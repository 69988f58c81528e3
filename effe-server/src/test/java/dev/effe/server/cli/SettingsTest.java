package dev.effe.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.dispatch.WorkerKind;
import dev.effe.server.settings.Given;
import dev.effe.server.settings.Origin;
import dev.effe.server.settings.Setting;
import dev.effe.server.settings.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the table: its default, another value from each place, and both sides of its range. */
class SettingsTest {

    /** Whose defaults are others for handlers. */
    private static final List<String> FOLLOW_A_HANDLER = List.of("max-contexts", "context-idle");

    @TempDir
    Path folder;

    /** The rows that have a component in {@link Settings}. */
    static List<Setting<?>> rows() {
        List<Setting<?>> rows = new ArrayList<>(SettingsTable.all());
        rows.removeIf(row -> !row.inFile());
        return rows;
    }

    @Test
    void everyRowHasAnExampleAndNothingElseHas() {
        assertThat(rows())
                .extracting(Setting::name)
                .containsExactlyInAnyOrderElementsOf(Examples.all().keySet());
    }

    @Test
    void theRowsOfTheCommandLineAreTheOnlyOnesWithoutAComponent() {
        assertThat(SettingsTable.all())
                .filteredOn(row -> !row.inFile())
                .containsExactly(SettingsTable.SET, SettingsTable.CONFIG, SettingsTable.APP, SettingsTable.ONLY);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hasItsDefault(Setting<?> row) {
        assertThat(component(Settings.defaults(), row))
                .isEqualTo(Examples.of(row).usual());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isSetByAFlag(Setting<?> row) {
        List<String> flags = new ArrayList<>();
        Examples.of(row).texts().forEach((name, text) -> flags.addAll(List.of("--" + name, text)));
        Command command = CommandLine.parse(flags, Map.of());

        assertOnlySet(command, row);
        assertThat(command.origin(row.name())).hasToString("flag");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isSetByTheEnvironment(Setting<?> row) {
        Map<String, String> environment = new HashMap<>();
        Examples.of(row).texts().forEach((name, text) -> environment.put(variable(name), text));
        Command command = CommandLine.parse(List.of(), environment);

        assertOnlySet(command, row);
        assertThat(command.origin(row.name())).hasToString("environment " + variable(row.name()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isSetByTheFile(Setting<?> row) throws Exception {
        Path file = folder.resolve("effe.properties");
        StringBuilder lines = new StringBuilder("# a comment\n\n");
        Examples.of(row)
                .texts()
                .forEach((name, text) ->
                        lines.append(name).append('=').append(text).append('\n'));
        Files.writeString(file, lines);
        Command command = CommandLine.parse(List.of("--config", file.toString()), Map.of());

        assertOnlySet(command, row);
        assertThat(command.origin(row.name())).hasToString("file " + file + ":3");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isSetInCode(Setting<?> row) {
        assertThat(component(Settings.of(Examples.of(row).texts()), row))
                .isEqualTo(Examples.of(row).value());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void acceptsBothEndsOfItsRange(Setting<?> row) {
        for (String text : Examples.of(row).accepted()) {
            assertThat((Object) row.parse(new Given(text, Origin.CODE)))
                    .as(text)
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void refusesWhatIsOutsideItsRange(Setting<?> row) {
        for (String shown : Examples.of(row).refused()) {
            String text = shown.replace("'", "").replace("\\u0000", "\0");
            assertThatThrownBy(() -> CommandLine.parse(List.of("--" + row.name() + "=" + text), Map.of()))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(
                            "--%s must be %s, but was %s",
                            row.name(), Examples.of(row).allowed(), shown);
        }
    }

    @Test
    void keepsMinContextsAtMostMaxContexts() {
        assertThat(Settings.of("min-contexts", "2", "max-contexts", "2")
                        .function()
                        .contexts()
                        .minContexts())
                .isEqualTo(2);
        assertThatThrownBy(() -> Settings.of("min-contexts", "3", "max-contexts", "2"))
                .isInstanceOf(UsageException.class)
                .hasMessage("min-contexts must be at most max-contexts, but they are 3 (code) and 2 (code)");
    }

    @Test
    void virtualWorkersNeedAJavaThatHasThem() {
        int java = Runtime.version().feature();
        if (java >= 21) {
            assertThat(Settings.of("workers", "virtual").process().workers()).isEqualTo(WorkerKind.VIRTUAL);
        } else {
            assertThatThrownBy(() -> CommandLine.parse(List.of("--workers", "virtual"), Map.of()))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("workers must be auto or platform on Java " + java
                            + ", which has no virtual threads, but was virtual (flag)");
        }
    }

    @Test
    void saysWhereBothSidesOfAConflictCameFrom() {
        assertThatThrownBy(() -> CommandLine.parse(List.of("--min-contexts", "1001"), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("min-contexts must be at most max-contexts, but they are 1001 (flag) and 1000 (default)");
        assertThatThrownBy(() -> CommandLine.parse(List.of("--admin-port=80"), Map.of("PORT", "80")))
                .isInstanceOf(UsageException.class)
                .hasMessage("admin-port must differ from port, but they are 80 (flag) and 80 (environment PORT)");
    }

    @Test
    void letsBothPortsBeFreeOnes() {
        assertThat(Settings.of("port", "0", "admin-port", "0").admin().port()).contains(0);
        assertThat(Settings.of("port", "1", "admin-port", "2").admin().port()).contains(2);
    }

    @Test
    void takesCertificateAndKeyOnlyTogether() {
        assertUsage("tls-cert (code) needs tls-key too", "tls-cert", "a");
        assertUsage("tls-key (code) needs tls-cert too", "tls-key", "a");
        assertUsage("tls-client-ca (code) needs tls-cert too", "tls-client-ca", "a");
        assertUsage("tls-cert (code) needs tls-key too", "tls-cert", "a", "tls-client-ca", "a");
        assertThatThrownBy(() -> CommandLine.parse(List.of("--tls-cert", "a"), Map.of("EFFE_TLS_KEY", "off")))
                .isInstanceOf(UsageException.class)
                .hasMessage("tls-cert (flag) needs tls-key too");
    }

    @Test
    void takesLayersOneByOneAndOnlyWithAFunction() {
        assertUsage("layer (code) needs function too", "layer", "a.zip");
        assertThat(CommandLine.parse(List.of("--function", "f", "--layer", "a.zip", "--layer=b,c"), Map.of())
                        .settings()
                        .function()
                        .code()
                        .layers())
                .containsExactly(Path.of("a.zip"), Path.of("b"), Path.of("c"));
    }

    @Test
    void takesRoutesOneByOneAndSaysWhatIsWrongWithOne() {
        assertThat(CommandLine.parse(
                                List.of("--route", "GET /a", "--route=POST /a,PUT /a", "--route", "* /{x...}"),
                                Map.of())
                        .settings()
                        .function()
                        .routes())
                .extracting(Object::toString)
                .containsExactly("GET /a", "POST /a", "PUT /a", "* /{x...}");
        assertUsage(
                "route: The route \"get /a\" has the method get, but methods are case-sensitive: write GET",
                "route",
                "GET /b,get /a");
        assertUsage(
                "route: The route \"\" is empty: a route is a method and a path, such as GET /orders/{id}",
                "route",
                "GET /b,");
        assertThatThrownBy(() -> CommandLine.parse(List.of("--route", "GET /{a}", "--route", "GET /{b}"), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("--route: The routes \"GET /{a}\" and \"GET /{b}\" both match GET /b: remove one");
        assertThatThrownBy(() -> CommandLine.parse(List.of(), Map.of("EFFE_ROUTE", "GET a")))
                .hasMessageStartingWith("EFFE_ROUTE: The route \"GET a\" has a path without a slash");
    }

    @Test
    void takesALogicOrAHandler() {
        assertUsage("socket (code) and port (code) must not both be given", "socket", "s", "port", "8080");
        assertUsage("socket (code) and host (code) must not both be given", "socket", "s", "host", "");
        assertUsage(
                "socket (code) and tls-cert (code) must not both be given",
                "socket",
                "s",
                "tls-cert",
                "cert.pem",
                "tls-key",
                "key.pem");
        assertUsage(
                "socket (code) and proxy-protocol (code) must not both be given",
                "socket",
                "s",
                "proxy-protocol",
                "on");
        assertUsage("logic (code) and handler (code) must not both be given", "logic", "a.B", "handler", "a.C");
        assertThatThrownBy(() -> CommandLine.parse(List.of("--logic", "a.B"), Map.of("_HANDLER", "a.C")))
                .isInstanceOf(UsageException.class)
                .hasMessage("logic (flag) and handler (environment _HANDLER) must not both be given");
    }

    @Test
    void keepsAsManyHandlersAsTheHeapHasRoomFor() {
        int fitting = (int) Math.max(2, Math.min(1000, Runtime.getRuntime().maxMemory() >> 25));
        Settings handler = Settings.of("handler", "a.B");
        assertThat(handler.function().contexts().maxContexts()).isEqualTo(fitting);
        assertThat(handler.function().contexts().idle()).isNull();

        Settings said = Settings.of("handler", "a.B", "max-contexts", "900", "context-idle", "1s");
        assertThat(said.function().contexts().maxContexts()).isEqualTo(900);
        assertThat(said.function().contexts().idle()).isEqualTo(Duration.ofSeconds(1));

        Settings shared = Settings.of("handler", "a.B", "handler-instances", "shared");
        assertThat(shared.function().contexts().maxContexts()).isEqualTo(1000);
        assertThat(shared.function().contexts().idle()).isNull();
    }

    @Test
    void saysWhereAHandlersLimitCameFrom() {
        String limit = Integer.toString(
                Settings.of("handler", "a.B").function().contexts().maxContexts());
        assertUsage(
                "min-contexts must be at most max-contexts, but they are 1001 (code) and " + limit + " (default)",
                "handler",
                "a.B",
                "min-contexts",
                "1001");
        assertThat(CommandLine.parse(List.of("--handler", "a.B"), Map.of()).printConfig())
                .contains("max-contexts = " + limit + "   (default)", "context-idle = off   (default)");
    }

    @Test
    void sharesOnlyAHandler() {
        assertUsage("handler-instances (code) needs handler too", "handler-instances", "shared");
    }

    @Test
    void knowsCorsByItsOrigins() {
        assertUsage("cors-allow-methods (code) needs cors-allow-origins too", "cors-allow-methods", "PUT");
        assertUsage("cors-allow-headers (code) needs cors-allow-origins too", "cors-allow-headers", "*");
        assertUsage("cors-expose-headers (code) needs cors-allow-origins too", "cors-expose-headers", "a");
        assertUsage("cors-max-age (code) needs cors-allow-origins too", "cors-max-age", "1s");
        assertUsage("cors-allow-credentials (code) needs cors-allow-origins too", "cors-allow-credentials", "on");
        assertUsage(
                "cors-allow-credentials (code) needs cors-allow-origins (code) without *",
                "cors-allow-credentials",
                "on",
                "cors-allow-origins",
                "*");
    }

    @Test
    void takesTheHandlerThatPlatformsName() {
        Command named = CommandLine.parse(List.of(), Map.of("_HANDLER", "a.B::c"));
        assertThat(named.settings().function().code().handler()).contains("a.B::c");
        assertThat(named.origin("handler")).hasToString("environment _HANDLER");
        assertThat(CommandLine.parse(List.of(), Map.of("_HANDLER", "a.B", "EFFE_HANDLER", "a.C"))
                        .settings()
                        .function()
                        .code()
                        .handler())
                .contains("a.C");
    }

    @Test
    void refusesInCodeWhatIsNoSetting() {
        assertUsage("Unknown setting max-context: did you mean max-contexts? (--help lists all)", "max-context", "1");
        assertUsage("Unknown setting config (--help lists all)", "config", "a");
        assertUsage("port is given twice", "port", "1", "port", "2");
        assertUsage("port has no value", "port");
        assertUsage("port must be from 0 to 65535, but was 'x'", "port", "x");
    }

    private static void assertUsage(String message, String... namesAndValues) {
        assertThatThrownBy(() -> Settings.of(namesAndValues))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    private static String variable(String name) {
        return "EFFE_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** That the row has the example's value and every other its default, but for those that it needs. */
    private static void assertOnlySet(Command command, Setting<?> row) {
        for (Setting<?> other : rows()) {
            boolean follows =
                    command.settings().function().code().isOfLambda() && FOLLOW_A_HANDLER.contains(other.name());
            if (follows || Examples.of(row).with().contains(other.name())) {
                continue;
            }
            Object expected =
                    other == row ? Examples.of(row).value() : Examples.of(other).usual();
            assertThat(component(command.settings(), other)).as(other.name()).isEqualTo(expected);
        }
    }

    private static Object component(Settings settings, Setting<?> row) {
        return Components.value(settings, row.name());
    }
}
