package dev.effe.host.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.host.model.Weight;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The version that a call goes to. */
class ResolverTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:orders";

    @TempDir
    Path folder;

    private TestFunctions functions;
    private Resolver resolver;
    private double draw;

    @BeforeEach
    void open() throws Exception {
        functions = new TestFunctions(folder);
        functions.create("orders");
        resolver = new Resolver(
                functions.functions, functions.specs, functions.switches, TestFunctions.ACCOUNT, () -> draw);
    }

    @AfterEach
    void close() throws Exception {
        functions.close();
    }

    private Resolver.Target resolve(String name, @Nullable String beside) throws InvokeException {
        return resolver.resolve(FunctionName.parse(name), beside);
    }

    private void alias(String version, @Nullable Weight other) throws Exception {
        functions.set(
                "orders", functions.functions.get("orders").withAlias(TestFunctions.alias("prod", version, other)));
    }

    @ParameterizedTest
    @CsvSource({
        // The weight of version 2, the draw, the version
        "0, 0, 1",
        "0, 0.999999, 1",
        "1, 0, 2",
        "1, 0.999999, 2",
        "0.25, 0, 2",
        "0.25, 0.249999, 2",
        "0.25, 0.25, 1",
        "0.25, 0.999999, 1",
    })
    void weightsSplitTheDraws(double share, double drawn, String version) throws Exception {
        alias("1", new Weight("2", share));
        draw = drawn;
        assertThat(resolve("orders:prod", null).spec().version().version()).isEqualTo(version);
    }

    @Test
    void aliasOfOneVersionDrawsNothing() throws Exception {
        alias("2", null);
        resolver = new Resolver(functions.functions, functions.specs, functions.switches, TestFunctions.ACCOUNT, () -> {
            throw new AssertionError("a draw");
        });
        assertThat(resolve("orders:prod", null).spec().version().version()).isEqualTo("2");
    }

    @Test
    void functionIsToldTheNameThatTheClientUsed() throws Exception {
        alias("1", null);
        assertThat(resolve("orders", null).arn()).isEqualTo(ARN);
        assertThat(resolve("orders", null).spec().version().version()).isEqualTo("$LATEST");
        assertThat(resolve("orders", "$LATEST").arn()).isEqualTo(ARN + ":$LATEST");
        assertThat(resolve("orders", "prod").arn()).isEqualTo(ARN + ":prod");
        assertThat(resolve(ARN + ":prod", "prod").spec().version().version()).isEqualTo("1");
        assertThat(resolve("orders:2", null).spec().version().version()).isEqualTo("2");
    }

    @Test
    void refusesTwoQualifiers() {
        assertThatThrownBy(() -> resolve("orders:1", "2"))
                .isInstanceOfSatisfying(
                        InvokeException.class,
                        error -> assertThat(error.type()).isEqualTo("InvalidParameterValueException"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "orders:3", "orders:0", "orders:01", "orders:test", "orders:99999999999"})
    void saysWhatIsNotThere(String name) {
        assertThatThrownBy(() -> resolve(name, null)).isInstanceOfSatisfying(InvokeException.class, error -> {
            assertThat(error.status()).isEqualTo(404);
            assertThat(error).hasMessageContaining("function:" + name);
        });
    }

    @Test
    void versionsOfTwoNumbersAreTwo() throws Exception {
        assertThat(resolve("orders:1", null).spec().version())
                .isNotEqualTo(resolve("orders:2", null).spec().version());
        assertThat(resolve("orders:1", null).spec())
                .isSameAs(resolve("orders:1", null).spec());
    }
}
