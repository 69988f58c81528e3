package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.effe.server.net.AddressBlocks;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines of X-Forwarded-For or Forwarded, each behind a line feed. */
class ClientAddressFuzzTest {

    private static final AddressBlocks TRUSTED =
            Objects.requireNonNull(AddressBlocks.parse("127.0.0.0/8, ::1, 192.0.2.0/24"));
    private static final InetSocketAddress PROXY = new InetSocketAddress("127.0.0.1", 1);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.1", 1);

    private final ClientAddress addresses = new ClientAddress(TRUSTED);

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "198.51.100.9, 192.0.2.1",
                        "[2001:db8::1]:47, 192.0.2.1:_x\n::ffff:192.0.2.1",
                        "for=198.51.100.9;proto=https, for=\"[2001:db8::1]:47\"",
                        "For=\"_hid\\\"den\";by=192.0.2.1\nfor=unknown, for=192.0.2.60:80")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void isAnAddressOrTheProxys(byte[] bytes) {
        String lines = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String name : new String[] {"X-Forwarded-For", "Forwarded"}) {
            HeaderFields fields = new HeaderFields();
            lines.lines().forEach(line -> fields.add(name, line));

            InetSocketAddress client = addresses.of(PROXY, fields);

            assertThat(client.isUnresolved()).isFalse();
            assertThat(client.getPort()).isBetween(0, 65_535);
            assertThat(addresses.of(STRANGER, fields)).isSameAs(STRANGER);
        }
    }
}
