package dev.effe.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 255.1.2.3, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 1.2.3.4, false",
        "::/0, ::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "10.0.0.0/8, ::ffff:10.1.1.1, true"
    })
    void containsWhatBeginsWithItsBits(String block, String address, boolean contained) {
        assertThat(Objects.requireNonNull(AddressBlock.parse(block))
                        .contains(Objects.requireNonNull(IpLiteral.parse(address))))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/33", "::/129", "/8", "a/8", "1.2.3.4/8/8"})
    void isNothingElse(String text) {
        assertThat(AddressBlock.parse(text)).isNull();
    }
}
