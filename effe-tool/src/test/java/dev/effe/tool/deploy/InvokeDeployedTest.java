package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolTester;
import dev.effe.tool.invoke.InvokeCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of functions that are deployed. */
@Timeout(60)
class InvokeDeployedTest {

    @TempDir
    private Path folder;

    private FakeLambda host;
    private DeployKit kit;
    private String app;

    @BeforeEach
    void start() throws IOException {
        host = FakeLambda.start(true);
        kit = new DeployKit(folder);
        kit.code("orders", "one");
        app = kit.file("effe.yaml", """
                effe: 1
                name: shop
                functions:
                  orders: {code: orders, handler: com.acme.tool.Doubler::handle}
                  stock: {code: orders, handler: com.acme.tool.Doubler::handle, as: stock}
                targets:
                  test: {host: "%1$s", alias: blue}
                  aws: {aws: {region: eu-west-1, role: "arn:aws:iam::123456789012:role/lambda"}}
                """.formatted(host.url())).toString();
        kit.run(new DeployCommand(), "orders", "--target", "test");
    }

    @AfterEach
    void stop() {
        host.close();
    }

    /** Standard output, and what the standard error got behind it. */
    private List<String> invoke(String input, String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        InputStream in = System.in;
        PrintStream err = System.err;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            ToolTester.run(
                    new InvokeCommand(),
                    List.of(arguments),
                    kit.environment,
                    new PrintStream(out, true, StandardCharsets.UTF_8));
        } catch (ToolException e) {
            throw new ToolException(out.toString(StandardCharsets.UTF_8) + e.getMessage(), e.exitCode());
        } finally {
            System.setIn(in);
            System.setErr(err);
        }
        return (out.toString(StandardCharsets.UTF_8) + errors.toString(StandardCharsets.UTF_8))
                .lines()
                .toList();
    }

    @Test
    void goToTheAliasOfTheTarget() throws IOException {
        assertThat(invoke("", "orders", "--app", app, "--target", "test", "--data", "{\"a\": 1}"))
                .containsExactly("{\"a\": 1}");
        invoke("", "--app=" + app, "--target", "test", "--alias", "prod", "--data", "2", "orders");
        invoke("", "orders", "--app", app, "--target", "test", "--version", "7", "--data", "3");
        invoke("", "orders", "--app", app, "--target", "test", "--version", "$LATEST", "--data", "4");

        assertThat(host.invocations)
                .containsExactly(
                        "shop_orders/invocations?Qualifier=blue {\"a\": 1}",
                        "shop_orders/invocations?Qualifier=prod 2",
                        "shop_orders/invocations?Qualifier=7 3",
                        "shop_orders/invocations?Qualifier=%24LATEST 4");
    }

    @Test
    void printAnAnswerForEachLine() throws IOException {
        assertThatThrownBy(() -> invoke("1\n\n  \nfail\r\n3", "orders", "--app", app, "--target", "test"))
                .isInstanceOf(ToolException.class)
                .hasMessage("1\nfail\r\n3\n1 of 3 calls failed")
                .extracting(e -> ((ToolException) e).exitCode())
                .isEqualTo(1);
    }

    @Test
    void tellTheLogAndTheHeaders() throws IOException {
        assertThat(invoke("", "orders", "--app", app, "--target", "test", "--data", "1", "--logs"))
                .containsExactly("1", "END id-1");
        assertThat(host.invocations).containsExactly("shop_orders/invocations?Qualifier=blue Tail 1");

        assertThat(invoke("", "orders", "--app", app, "--target", "test", "--data", "1", "-i"))
                .startsWith("HTTP/1.1 200")
                .contains("x-amzn-requestid: id-2")
                .endsWith("", "1");
    }

    @Test
    void areMadeLaterIfAsked() throws IOException {
        assertThat(invoke("1\n2\n", "orders", "--app", app, "--target", "test", "--async"))
                .startsWith("id-1", "id-2");
        assertThat(host.invocations)
                .containsExactly(
                        "shop_orders/invocations?Qualifier=blue Event 1",
                        "shop_orders/invocations?Qualifier=blue Event 2");
    }

    @Test
    void waitForRoom() throws IOException {
        host.busy = 1;
        assertThat(invoke("", "orders", "--app", app, "--target", "test", "--data", "1"))
                .containsExactly("1");
    }

    @Test
    void goToAwsBySignedRequests() throws IOException {
        kit.environment.put("AWS_ENDPOINT_URL", host.url());
        kit.environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        kit.environment.put("AWS_SECRET_ACCESS_KEY", "secret");
        assertThat(invoke("", "orders", "--app", app, "--target", "aws", "--data", "1", "--logs"))
                .containsExactly("1", "END id-1");
        assertThat(host.invocations).containsExactly("shop_orders/invocations?Qualifier=live Tail 1");
    }

    @Test
    void sayWhatIsNotThere() {
        assertThatThrownBy(() -> invoke("", "stock", "--app", app, "--target", "test", "--data", "1"))
                .isInstanceOf(ToolException.class)
                .hasMessage("stock:blue is not at " + host.url()
                        + ": effe deploy brings it there, effe list says what is there");
        host.close();
        assertThatThrownBy(() -> invoke("", "orders", "--app", app, "--target", "test", "--data", "1"))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("is effe host running there?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders --alias a --version 1        | --alias excludes --version (effe invoke --help)",
                "orders --version 01 --target test   | A version must be a number or $LATEST, but was '01'",
                "orders --alias a.b --target test    | An alias must be 1 to 128 letters, digits, - and _, and no number, but was 'a.b'",
                "ordres --target test                | The function ordres of shop is unknown: did you mean orders? Known: orders, stock",
                "* --target test                     | invoke calls one function, but * are 2 (effe invoke --help)",
                "orders --target tset                | --target tset is unknown: did you mean test? Known: test, aws",
                "orders stock --target test          | Which function? effe invoke calls one that is deployed by its name in effe.yaml, such as orders, but has orders, stock (effe invoke --help)",
                "--target test                       | Which function? effe invoke calls one that is deployed by its name in effe.yaml, such as orders, but has none (effe invoke --help)",
                "orders --target test --set a=b      | --set does not go with a function that is deployed (effe invoke --help)",
                "orders --target test --method GET   | --method does not go with a function that is deployed (effe invoke --help)",
                "orders --async --url http://a/      | --url does not go with a function that is deployed (effe invoke --help)",
                "orders --async --logs               | --async excludes --logs: nothing has run yet (effe invoke --help)",
            })
    void refuseArguments(String arguments, String message) {
        List<String> all = new java.util.ArrayList<>(List.of(arguments.split(" +")));
        all.addAll(List.of("--app", app, "--data", "1"));
        assertThatThrownBy(() -> invoke("", all.toArray(String[]::new)))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
        assertThat(host.invocations).isEmpty();
    }

    /** Without a file here: a name alone is of the effe.yaml of this folder. */
    @Test
    void needAnApplication() {
        assertThatThrownBy(() -> invoke("", "orders", "--data", "1"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("effe.yaml");
    }
}
