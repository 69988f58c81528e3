package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.remote.AwsProfile;
import dev.effe.tool.remote.Endpoint;
import dev.effe.tool.remote.LambdaClient;
import dev.effe.tool.remote.LambdaFunctions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deployments to AWS, where it differs from a host. */
@Timeout(60)
class AwsDeployTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/lambda";

    @TempDir
    private Path folder;

    private FakeLambda aws;
    private DeployKit kit;

    @BeforeEach
    void start() throws IOException {
        aws = FakeLambda.start(false);
        kit = new DeployKit(folder);
        kit.environment.putAll(Map.of(
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_ENDPOINT_URL", aws.url()));
        kit.code("orders", "one");
        application("memory: 256", ROLE);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private void application(String ofOrders, String role) throws IOException {
        kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  orders:
                    code: orders
                    handler: com.acme.tool.Doubler
                    %s
                targets:
                  aws: {aws: {region: eu-west-1, role: "%s"}, alias: prod}
                """.formatted(ofOrders, role));
    }

    @Test
    void goesOnOnceTheUpdateOfAnotherToolIsDone() throws IOException {
        kit.run(new DeployCommand());
        kit.code("orders", "two");
        aws.underWay = 1;

        assertThat(kit.run(new DeployCommand()))
                .contains("• updated alias prod         env=aws function=orders version=2 was=1");
    }

    @Test
    void givesUpWhereUpdatesNeverEnd() throws IOException {
        kit.run(new DeployCommand());
        List<Duration> waited = new ArrayList<>();
        Endpoint endpoint = new Endpoint(URI.create(aws.url()), "eu-west-1", false, Optional.empty());
        LambdaFunctions place =
                new LambdaFunctions(LambdaClient.of(endpoint, new AwsProfile(kit.environment), waited::add));
        aws.underWay = 1000;
        aws.changes.clear();

        assertThatThrownBy(() -> place.updateConfiguration("shop_orders", Map.of("MemorySize", 512)))
                .hasMessageContaining("An update is in progress for resource: shop_orders")
                .hasMessageContaining("ResourceConflictException, 409");
        assertThat(waited).hasSize(4).containsOnly(Duration.ofSeconds(1));
        assertThat(aws.changes).isEmpty();
    }

    @Test
    void pointsTheAliasAtAVersionOnceItCanBeCalled() throws IOException {
        kit.run(new DeployCommand());
        kit.code("orders", "two");
        aws.slow = true; // The stub refuses an alias of a version that is pending.

        assertThat(kit.run(new DeployCommand()))
                .contains("• updated alias prod         env=aws function=orders version=2 was=1");
    }

    @Test
    void asksForMetricsAgainWhereThereAreTooManyQuestions() throws IOException {
        aws.errorCounts.add(new long[] {0, 10});
        kit.run(new DeployCommand());
        kit.code("orders", "two");
        kit.run(new DeployCommand(), "--alias", "test");
        aws.throttled = 1;

        assertThat(kit.run(new PromoteCommand(), "test", "prod", "--steps", "10%", "--every", "1s"))
                .last()
                .asString()
                .contains("promoted to prod");
    }

    /** Each is told by its key, and nothing is changed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        memory: 20000                             | orders.memory is 20000, and at most 10240 are allowed
        environment: {AWS_REGION: x, B: y}        | environment names AWS_REGION, which the runtime sets: name it otherwise
        environment: {LONG: '%s'}                 | environment and secrets have 5011 bytes as JSON, and at most 4096 are
        settings: {timeout: 16m}                  | timeout is 16m, and a function that is deployed runs for 15m at most
        """)
    void refusesBeforehandWhatAwsWouldRefuse(String key, String message) throws IOException {
        application(key.formatted("x".repeat(5000)), ROLE);

        for (String arguments : List.of("--dry-run", "--json")) {
            assertThatThrownBy(() -> kit.run(new DeployCommand(), arguments))
                    .isInstanceOf(ToolException.class)
                    .hasMessageContaining(message)
                    .hasMessageEndingWith("Nothing was changed")
                    .message()
                    .doesNotContain("xxxxx");
        }
        assertThat(aws.functions).isEmpty();
    }

    @Test
    void refusesCodeThatNoRequestCanBring() throws IOException {
        byte[] noise = new byte[53_000_000];
        new Random(7).nextBytes(noise);
        Files.write(folder.resolve("orders/noise.bin"), noise);

        assertThatThrownBy(() -> kit.run(new DeployCommand()))
                .hasMessageContaining("functions.orders.code has 53")
                .hasMessageContaining("bytes packed, and a request at most 52428800: leave out")
                .hasMessageContaining("effe template sam");
        assertThat(aws.functions).isEmpty();
    }

    @Test
    void refusesARoleThatIsNone() throws IOException {
        application("memory: 256", "lambda");

        assertThatThrownBy(() -> kit.run(new DeployCommand()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("targets.aws.aws.role must be the ARN of a role, such as arn:aws:iam::");
    }

    @Test
    void saysByKeyWhatAwsDoesNotDo() throws IOException {
        application(
                "routes: [GET /orders]\n    triggers: [{schedule: '0 3 * * *'}]\n    settings: {max-contexts: 5}",
                ROLE);

        assertThat(kit.run(new DiffCommand()))
                .contains(
                        "! left out: functions.orders.routes: AWS has no routes: set url: {} for a URL",
                        "! left out: functions.orders.triggers: nothing there runs it by itself",
                        "! left out: functions.orders.settings.max-contexts: AWS has its own");
    }
}
