package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.Steps;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.AwsProfile;
import dev.effe.tool.remote.ErrorCounts;
import dev.effe.tool.remote.LambdaFunctions;
import dev.effe.tool.remote.MetricsClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Promotions in steps, with a clock that goes on when the promotion waits. */
@Timeout(120)
class StepPromotionTest {

    private static final String NAME = "shop_orders";

    @TempDir
    private Path folder;

    private FakeLambda fake;
    private DeployKit kit;
    private LambdaFunctions place;
    private Instant now = Instant.parse("2026-12-01T10:00:40Z");
    /** The events that happen at a wait, by the number of seconds since the begin. */
    private final Map<Long, Runnable> events = new LinkedHashMap<>();

    private final List<String> weights = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void deploy() throws IOException {
        fake = FakeLambda.start(true);
        kit = new DeployKit(folder);
        kit.file(
                "effe.yaml",
                "effe: 1\nname: shop\nfunctions: {orders: {code: orders, handler: com.acme.tool.Doubler}}\n"
                        + "targets: {here: {host: \"" + fake.url() + "\", alias: test}}\n");
        kit.code("orders", "v1");
        kit.run(new DeployCommand());
        kit.run(new PromoteCommand(), "test", "prod");
        kit.code("orders", "v2");
        kit.run(new DeployCommand());
        place = kit.place(fake);
        fake.errorCounts.add(new long[] {0, 0}); // Before it begins.
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    private void wait(Duration time) {
        weights.add(time.toSeconds() + "s " + prod().get("RoutingConfig"));
        now = now.plus(time);
        Runnable event = events.get(
                Duration.between(Instant.parse("2026-12-01T10:00:40Z"), now).toSeconds());
        if (event != null) {
            event.run();
        }
    }

    private Map<String, Object> prod() {
        return Objects.requireNonNull(fake.functions.get(NAME).aliases.get("prod"));
    }

    private StepPromotion promotion(String steps, String every) {
        return new StepPromotion(
                "orders",
                NAME,
                place,
                Steps.of(Optional.of(steps), every, "1%"),
                new ErrorCounts(MetricsClient.at(place.endpoint(), new AwsProfile(kit.environment), this::wait)),
                new Outcomes(new PrintStream(out, true, StandardCharsets.UTF_8), "here", false),
                this::wait,
                () -> now);
    }

    private void run(String steps, String every) throws IOException {
        AliasState before = place.aliases(NAME).get("prod");
        promotion(steps, every).run(Objects.requireNonNull(before), "2");
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().map(String::strip).toList();
    }

    @Test
    void givesAGoodVersionMoreAndMore() throws Exception {
        fake.errorCounts.add(new long[] {1, 100});
        run("10%,50%", "25s");
        assertThat(weights)
                .containsExactly(
                        "10s {AdditionalVersionWeights={2=0.1}}",
                        "10s {AdditionalVersionWeights={2=0.1}}",
                        "5s {AdditionalVersionWeights={2=0.1}}",
                        "10s {AdditionalVersionWeights={2=0.5}}",
                        "10s {AdditionalVersionWeights={2=0.5}}",
                        "5s {AdditionalVersionWeights={2=0.5}}");
        assertThat(prod()).containsEntry("FunctionVersion", "2");
        assertThat(prod().get("RoutingConfig")).hasToString("{AdditionalVersionWeights={}}");
        assertThat(lines())
                .containsExactly(
                        "• step of prod               env=here function=orders version=2 share=10% errors=1% (1 of 100)",
                        "• step of prod               env=here function=orders version=2 share=50% errors=1% (1 of 100)");
        Map<String, Object> asked = fake.metricRequests.get(1);
        assertThat(asked)
                .containsEntry(
                        "StartTime", (int) Instant.parse("2026-12-01T10:00:00Z").getEpochSecond())
                .containsEntry(
                        "EndTime", (int) Instant.parse("2026-12-01T10:01:00Z").getEpochSecond())
                .containsEntry("Period", 60);
        assertThat(asked.get("Dimensions"))
                .isEqualTo(List.of(
                        Map.of("Name", "ExecutedVersion", "Value", "2"),
                        Map.of("Name", "FunctionName", "Value", NAME),
                        Map.of("Name", "Resource", "Value", NAME + ":prod")));
    }

    @Test
    void aVersionThatFailsGoesBackAtOnce() throws Exception {
        fake.errorCounts.add(new long[] {0, 50});
        fake.errorCounts.add(new long[] {2, 100});
        assertThatThrownBy(() -> run("10%,50%", "5m"))
                .isInstanceOf(ToolException.class)
                .hasMessage("Version 2 has 2% (2 of 100) errors, more than 1%");
        assertThat(weights).hasSize(2);
        assertThat(prod()).containsEntry("FunctionVersion", "1");
        assertThat(prod().get("RoutingConfig")).hasToString("{AdditionalVersionWeights={}}");
        assertThat(lines()).last().asString().startsWith("! took it back").contains("2% (2 of 100)");
    }

    @Test
    void errorsOfTheSameMinuteThatWereBeforeDoNotCount() throws Exception {
        fake.errorCounts.clear();
        fake.errorCounts.add(new long[] {30, 30}); // A promotion that went back half a minute ago.
        fake.errorCounts.add(new long[] {30, 80});
        run("10%", "10s");
        assertThat(lines())
                .containsExactly(
                        "• step of prod               env=here function=orders version=2 share=10% errors=0% (0 of 50)");
    }

    @Test
    void aVersionWithoutCallsGoesOnAndSaysSo() throws Exception {
        run("10%", "10s");
        assertThat(lines()).last().asString().endsWith("share=10% errors=no calls");
        assertThat(prod()).containsEntry("FunctionVersion", "2");
    }

    @Test
    void anotherToolIsNotOverruled() throws Exception {
        events.put(20L, () -> prod().put("RevisionId", "r99"));
        assertThatThrownBy(() -> run("10%,50%", "20s"))
                .hasMessage("Another tool has moved prod meanwhile: it stays where that put it");
        assertThat(prod().get("RoutingConfig")).hasToString("{AdditionalVersionWeights={2=0.1}}");
        assertThat(lines()).noneMatch(line -> line.startsWith("!"));
    }

    @Test
    void theEndOfTheProcessTakesItBack() throws Exception {
        StepPromotion promotion = promotion("10%,50%", "1m");
        events.put(20L, promotion::interrupt);
        AliasState before = Objects.requireNonNull(place.aliases(NAME).get("prod"));
        assertThatThrownBy(() -> promotion.run(before, "2")).hasMessage("Interrupted");
        assertThat(lines()).contains("! took it back               env=here function=orders failed: interrupted");
        assertThat(prod()).containsEntry("FunctionVersion", "1");
        assertThat(prod().get("RoutingConfig")).hasToString("{AdditionalVersionWeights={}}");
    }

    @Test
    void whatIsNoStepIsRefused() {
        for (String wrong : new String[] {"", "0%", "100%", "10", "50%,10%", "10%,10%", "10%,", "x", "-5%"}) {
            assertThatThrownBy(() -> Steps.of(Optional.of(wrong), "5m", "1%"))
                    .as(wrong)
                    .isInstanceOf(UsageException.class);
        }
        assertThat(Steps.of(Optional.of("0.5%, 99.99%"), "1d", "0%").shares()).containsExactly(0.005, 0.9999);
        assertThatThrownBy(() -> Steps.of(Optional.empty(), "0s", "1%")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> Steps.of(Optional.empty(), "5m", "1")).isInstanceOf(UsageException.class);
    }
}
