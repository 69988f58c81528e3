package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTableTest {

    @ParameterizedTest
    @ValueSource(strings = {"Host", "host", "Content-Length", "x-forwarded-for", "sec-fetch-site", "Accept"})
    void returnsTheSameStringForACommonName(String name) {
        assertThat(field(name)).isEqualTo(name).isSameAs(field(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOST", "hosT", "Hostx", "X", "x-request-ix", "Accept_Charset"})
    void makesAStringOfAnyOther(String name) {
        assertThat(field(name)).isEqualTo(name);
    }

    @Test
    void readsFromTheMiddleOfALine() {
        byte[] line = "xGETx".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(NameTable.METHODS.get(line, 1, 4)).isSameAs("GET");
        assertThat(NameTable.METHODS.get(line, 0, 4)).isEqualTo("xGET");
    }

    private static String field(String name) {
        return NameTable.FIELDS.get(name.getBytes(StandardCharsets.ISO_8859_1), 0, name.length());
    }
}
