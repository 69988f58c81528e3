package dev.effe.server.supply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.supply.Sbom.Component;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The lists of effe-kafka.jar. */
class KafkaSbomIT extends JarSbom {

    KafkaSbomIT() {
        super("effe-kafka");
    }

    @Override
    int count() {
        return 4;
    }

    @Override
    String versions(String notice) {
        return notice.substring(notice.indexOf("com.github.luben"), notice.indexOf("zstd-jni: Copyright"));
    }

    @Test
    void hasTheClientAndAllThatCompresses() {
        assertThat(components())
                .extracting(Component::name)
                .containsExactlyInAnyOrder("kafka-clients", "lz4-java", "snappy-java", "zstd-jni");
    }

    @Test
    void theLicenceOfZstdIsInIt() throws IOException {
        assertThat(text("THIRD-PARTY-kafka"))
                .contains("Copyright (c) 2015-present, Luben Karavelov", "Redistributions in binary form must");
    }
}
