package dev.effe.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceSpecTest {

    @ParameterizedTest
    @CsvSource({
        "java21, 64, '', 20, 128, 128",
        "java21, 512, '', 20, 512, 512",
        "java21, 512, 3, 3, 512, 512",
        "python3.12, 256, '', 4, 128, 1152",
        "nodejs20.x, 128, 1, 1, 128, 256",
        "provided, 128, 1001, 1000, 128, 128128",
        "java21, 128, 0, 20, 128, 128",
        "java21, 128, many, 20, 128, 128"
    })
    void hasMemoryForJavaAndForEachProcessOfAnotherLanguage(
            String runtime, int memoryMb, String concurrency, int callsAtOnce, int javaMb, int chargedMb) {
        InstanceSpec spec = new InstanceSpec(
                new Resolved("orders", "7", "r"),
                Path.of("code.zip"),
                runtime,
                "a.b",
                memoryMb,
                Duration.ofSeconds(3),
                new TreeMap<>(Map.of("AWS_LAMBDA_MAX_CONCURRENCY", concurrency)));

        assertThat(spec.callsAtOnce()).isEqualTo(callsAtOnce);
        assertThat(spec.javaMb()).isEqualTo(javaMb);
        assertThat(spec.chargedMb()).isEqualTo(chargedMb);
    }
}
