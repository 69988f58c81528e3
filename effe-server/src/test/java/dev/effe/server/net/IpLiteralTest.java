package dev.effe.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    /** For literals the JDK's own parser asks nobody either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "192.0.2.7",
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "2001:DB8:0:0:8:800:200C:417A",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "1::8",
                "0:0:0:0:0:0:13.1.68.3",
                "::ffff:129.144.52.38",
                "::13.1.68.3",
                "1:2:3:4:5:6:1.2.3.4",
                "fe80::1"
            })
    void readsWhatTheJdkReads(String text) throws Exception {
        assertThat(IpLiteral.parse(text)).isEqualTo(InetAddress.getByName(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "1.2.3.4:80",
                "1..3.4",
                "+1.2.3.4",
                "1.2.3.0x4",
                "\u0661.2.3.4",
                "localhost",
                "example.com",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1:2:3:4::5:6:7:8",
                "1::2::3",
                ":1::2",
                "1::2:",
                "12345::",
                "g::",
                "[::1]",
                "fe80::1%eth0",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "::\uff11"
            })
    void readsNothingElse(String text) {
        assertThat(IpLiteral.parse(text)).isNull();
    }
}
