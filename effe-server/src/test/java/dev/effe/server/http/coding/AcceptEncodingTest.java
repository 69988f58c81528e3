package dev.effe.server.http.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "gzip                          | true  | false",
                "GZIP                          | true  | false",
                "x-gzip                        | true  | false",
                "gzip, deflate, br, zstd       | true  | false",
                "deflate, gzip;q=1.0, *;q=0.5  | true  | false",
                "gzip;q=0.001                  | true  | false",
                "gzip ; q=0.5                  | true  | false",
                "gzip;Q=1.                     | true  | false",
                "gzip;q=0.5, identity;q=0.5    | true  | false",
                "gzip;q=0.5, identity          | false | false",
                "gzip;q=0                      | false | false",
                "gzip;q=0.000                  | false | false",
                "gzip;q=0, *                   | false | false",
                "gzip;q=1.5                    | false | false",
                "gzip;q=0.1234                 | false | false",
                "gzip;q=-1                     | false | false",
                "gzip;q=                       | false | false",
                "gzip;q=1.001                  | false | false",
                "gzip;level=9                  | false | false",
                "*                             | true  | false",
                "*;q=0.1                       | true  | false",
                "*;q=0                         | false | true",
                "identity                      | false | false",
                "identity;q=0                  | false | true",
                "gzip, identity;q=0            | true  | true",
                "gzip, *;q=0                   | true  | true",
                "identity;q=0.5, *;q=0         | false | false",
                "br                            | false | false",
                "gzipx, xgzip                  | false | false",
                "''                            | false | false",
                "',,;,'                        | false | false"
            })
    void isReadAsTheRfcSays(String header, boolean gzip, boolean refusesIdentity) {
        assertThat(AcceptEncoding.of(List.of(header))).isEqualTo(new AcceptEncoding(gzip, refusesIdentity));
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(AcceptEncoding.of(List.of("br", "gzip")).takesGzip()).isTrue();
        assertThat(AcceptEncoding.of(List.of())).isEqualTo(new AcceptEncoding(false, false));
    }
}
