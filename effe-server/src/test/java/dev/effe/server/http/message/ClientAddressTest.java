package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.net.AddressBlocks;
import dev.effe.server.net.IpLiteral;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the forwarding headers make the client; 10.0.0.0/8 and fd00::/8 are trusted. */
class ClientAddressTest {

    private static final String PEER = "10.0.0.1";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1                             | 192.0.2.1:0",
                "192.0.2.1:4711                        | 192.0.2.1:4711",
                "2001:db8::1                           | 2001:db8:0:0:0:0:0:1:0",
                "[2001:db8::1]                         | 2001:db8:0:0:0:0:0:1:0",
                "[2001:db8::1]:4711                    | 2001:db8:0:0:0:0:0:1:4711",
                "::ffff:192.0.2.1                      | 192.0.2.1:0",
                "6.6.6.6, 192.0.2.1                    | 192.0.2.1:0",
                "6.6.6.6, 192.0.2.1, 10.0.0.2          | 192.0.2.1:0",
                "6.6.6.6,192.0.2.1 ,\t10.0.0.2,fd00::5 | 192.0.2.1:0",
                "10.0.0.3, 10.0.0.2                    | 10.0.0.3:0",
                ", 192.0.2.1, ,                        | 192.0.2.1:0",
                "192.0.2.1, unknown                    | 10.0.0.1:9",
                "192.0.2.1, unknown, 10.0.0.2          | 10.0.0.2:0",
                "192.0.2.1, evil.example, 10.0.0.2     | 10.0.0.2:0",
                "192.0.2.1:0080000                     | 10.0.0.1:9",
                "192.0.2.1:65536                       | 10.0.0.1:9",
                "192.0.2.1:                            | 10.0.0.1:9",
                "192.0.2.1:x                           | 10.0.0.1:9",
                "192.0.2                               | 10.0.0.1:9",
                "[192.0.2.1]                           | 10.0.0.1:9",
                "[2001:db8::1                          | 10.0.0.1:9",
                "[2001:db8::1]x                        | 10.0.0.1:9",
                "[]                                    | 10.0.0.1:9",
                "]                                     | 10.0.0.1:9",
                "localhost                             | 10.0.0.1:9",
                "''                                    | 10.0.0.1:9"
            })
    void readsXForwardedForFromItsEnd(String value, String client) {
        assertThat(client(PEER, "X-Forwarded-For", value)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "for=192.0.2.1                                         | 192.0.2.1:0",
                "For=\"192.0.2.1:4711\";proto=http; by=203.0.113.43    | 192.0.2.1:4711",
                "proto=http;FOR=192.0.2.1                              | 192.0.2.1:0",
                "for=\"[2001:db8::1]:4711\"                            | 2001:db8:0:0:0:0:0:1:4711",
                "for=\"[2001:db8::1]:_x\"                              | 2001:db8:0:0:0:0:0:1:0",
                "for=\"192.\\0.2.1\"                                   | 192.0.2.1:0",
                "for=6.6.6.6, for=192.0.2.1 ,for=10.0.0.2              | 192.0.2.1:0",
                "for=6.6.6.6;x=\"a,for=1.1.1.1;\", for=192.0.2.1;by=_a | 192.0.2.1:0",
                ", for=192.0.2.1,                                      | 192.0.2.1:0",
                "for=192.0.2.1, for=unknown                            | 10.0.0.1:9",
                "for=192.0.2.1, for=_hidden, for=10.0.0.2              | 10.0.0.2:0",
                "for=192.0.2.1, proto=http                             | 10.0.0.1:9",
                "for=192.0.2.1;for=192.0.2.2                           | 10.0.0.1:9",
                "for=\"2001:db8::1\"                                   | 10.0.0.1:9",
                "for=[2001:db8::1]                                     | 10.0.0.1:9",
                "for=                                                  | 10.0.0.1:9",
                "for                                                   | 10.0.0.1:9",
                "for=\"192.0.2.1                                       | 10.0.0.1:9",
                "for=\"192.0.2.1\\                                     | 10.0.0.1:9",
                "for=192.0.2.1 x                                       | 10.0.0.1:9",
                // The headers with which a client would swallow what the proxy adds, or make it look like its own.
                "for=\"6.6.6.6, for=192.0.2.1                          | 10.0.0.1:9",
                "for=\"6.6.6.6, for=\"[2001:db8::1]\"                  | 10.0.0.1:9",
                "for=6.6.6.6;, for=192.0.2.1                           | 192.0.2.1:0"
            })
    void readsForwardedFromItsEnd(String value, String client) {
        assertThat(client(PEER, "Forwarded", value)).isEqualTo(client);
    }

    @Test
    void takesSeveralLinesForOneList() {
        assertThat(client(PEER, "X-Forwarded-For", "6.6.6.6", "X-Forwarded-For", "192.0.2.1", "x-forwarded-for", PEER))
                .isEqualTo("192.0.2.1:0");
        assertThat(client(PEER, "Forwarded", "for=\"6.6.6.6", "Forwarded", "for=192.0.2.1"))
                .isEqualTo("192.0.2.1:0");
    }

    @Test
    void xForwardedForWins() {
        assertThat(client(PEER, "Forwarded", "for=6.6.6.6", "X-Forwarded-For", "192.0.2.1"))
                .isEqualTo("192.0.2.1:0");
        assertThat(client(PEER, "Forwarded", "for=6.6.6.6", "X-Forwarded-For", "unknown"))
                .isEqualTo("10.0.0.1:9");
    }

    @Test
    void anUntrustedPeerChangesNothing() {
        for (String peer : new String[] {"11.0.0.1", "2001:db8::1", "127.0.0.1"}) {
            assertThat(client(peer, "X-Forwarded-For", "10.0.0.7", "Forwarded", "for=10.0.0.7"))
                    .isEqualTo(address(peer).getAddress().getHostAddress() + ":9");
        }
    }

    @Test
    void withoutAHeaderThePeerIsTheClient() {
        assertThat(client(PEER)).isEqualTo("10.0.0.1:9");
    }

    @Test
    void readsALongListQuickly() {
        String many = "for=\"\\1\\2\\3\", ".repeat(50_000);
        assertThat(client(PEER, "Forwarded", many + "for=192.0.2.1")).isEqualTo("192.0.2.1:0");
        assertThat(client(PEER, "X-Forwarded-For", "[:".repeat(50_000))).isEqualTo("10.0.0.1:9");
    }

    private static String client(String peer, String... namesAndValues) {
        HeaderFields headers = new HeaderFields();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        ClientAddress clients = new ClientAddress(Objects.requireNonNull(AddressBlocks.parse("10.0.0.0/8,fd00::/8")));
        InetSocketAddress client = clients.of(address(peer), headers);
        return client.getAddress().getHostAddress() + ":" + client.getPort();
    }

    private static InetSocketAddress address(String literal) {
        return new InetSocketAddress(Objects.requireNonNull(IpLiteral.parse(literal)), 9);
    }
}
