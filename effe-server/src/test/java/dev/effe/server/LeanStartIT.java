package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.shop.Stock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start loads what the first answer needs, and no more. */
class LeanStartIT {

    @TempDir
    Path folder;

    @Test
    void loadsNoLibraryThatTheFirstAnswerDoesNotNeed() {
        try (EffeProcess effe = EffeProcess.in(folder)
                .jvm("-Dsun.misc.unsafe.memory.access=allow") // Else Netty on Java 24 and later looks at JVM flags.
                .jvm("-Xlog:class+load:file=" + folder.resolve("classes.txt") + "::filesize=0")
                .start("--port", "0")) {
            assertThat(effe.ready().get("/").statusCode()).isEqualTo(200);
            effe.term().exitCode();
        }

        assertThat(folder.resolve("classes.txt"))
                .content()
                .contains("dev.effe.server.Main ", "io.netty.")
                .doesNotContain("dev.effe.lambda", "com.amazonaws", "dev.effe.spi.LogicProvider")
                .doesNotContain("dev.effe.server.function.NamedRuntime", "dev.effe.server.function.RuntimeLoader")
                .doesNotContain("dev.effe.spi.Runtime")
                .doesNotContain("com.fasterxml.jackson", "io.micrometer", "io.prometheus")
                .doesNotContain(
                        "java.lang.management",
                        "javax.management",
                        "sun.management",
                        "jdk.jfr.internal.TypeLibrary",
                        "java.time.zone")
                .doesNotContain("dev.effe.server.call.", "java.net.http")
                .doesNotContain("dev.effe.server.app", "dev.effe.server.AppProcess", "org.snakeyaml")
                .doesNotContain("dev.effe.server.topics", "dev.effe.server.journal", "dev.effe.spi.topics")
                .doesNotContain("dev.effe.server.trace", "dev.effe.server.TraceServing", "dev.effe.NoSpan")
                .doesNotContain("dev.effe.server.diagnose")
                .doesNotContain("dev.effe.server.Reload", "dev.effe.server.log.LogRing")
                .doesNotContain("dev.effe.server.jdk.ProcessVariables")
                .doesNotContain("dev.effe.server.route.pattern", "dev.effe.server.route.PatternRoute")
                .doesNotContain("org.xml.sax", "javax.xml", "java.util.logging.LogManager ")
                .doesNotContain("dev.effe.server.http.message.Compressi", "dev.effe.server.http.coding.ContentCodings");
    }

    @Test
    void anApplicationWithoutTopicsLoadsNothingOfThem() throws IOException {
        Path classes = folder.resolve("classes.txt");
        new FunctionJar().add(Stock.class).folder(folder.resolve("stock"));
        Path file = Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions: {stock: {code: stock, routes: [GET /]}}
                settings: {port: 0, admin-port: 0}
                """);
        try (EffeProcess effe = EffeProcess.in(folder)
                .jvm("-Xlog:class+load:file=" + classes + "::filesize=0")
                .start("--app", file.toString())) {
            assertThat(effe.ready().get("/").statusCode()).isEqualTo(200);
        }
        assertThat(classes)
                .content()
                .contains("dev.effe.server.AppProcess ")
                .doesNotContain("dev.effe.server.topics", "dev.effe.server.journal", "dev.effe.spi.topics");
    }

    @Test
    void anApplicationWithoutSchedulesLoadsNothingOfThem() throws IOException {
        Path classes = folder.resolve("classes.txt");
        new FunctionJar().add(Stock.class).folder(folder.resolve("stock"));
        Path file = Files.writeString(folder.resolve("effe.yaml"), """
                effe: 1
                name: shop
                functions: {stock: {code: stock, routes: [GET /], triggers: [{topic: placed}]}}
                topics: {placed: {}}
                settings: {port: 0, admin-port: 0, data-dir: data}
                """);
        try (EffeProcess effe = EffeProcess.in(folder)
                .jvm("-Xlog:class+load:file=" + classes + "::filesize=0")
                .start("--app", file.toString())) {
            assertThat(effe.ready().getAdmin("/topics").body()).doesNotContain("schedules");
        }
        assertThat(classes)
                .content()
                .contains("dev.effe.server.topics.TopicEngine ", "dev.effe.server.admin.TopicPages ")
                .doesNotContain("dev.effe.server.schedule.", "dev.effe.server.topics.due.")
                .doesNotContain("dev.effe.server.ScheduleServing", "dev.effe.server.admin.SchedulePage")
                .doesNotContain("java.time.zone.ZoneOffsetTransition");
    }

    @Test
    void makesNoMetricsBeforeTheFirstScrape() {
        Path classes = folder.resolve("classes.txt");
        try (EffeProcess effe = EffeProcess.in(folder)
                .jvm("-Xlog:class+load:file=" + classes + "::filesize=0")
                .start("--port", "0", "--admin-port", "0")) {
            assertThat(effe.ready().get("/").statusCode()).isEqualTo(200);

            assertThat(classes)
                    .content()
                    .contains("dev.effe.server.metrics.Meters ")
                    .doesNotContain("dev.effe.server.call.")
                    .doesNotContain("io.prometheus", "io.micrometer.core.instrument.MeterRegistry");
        }
    }
}
