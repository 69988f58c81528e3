package dev.effe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.tls.TestIdentity;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.StoreAddress;
import dev.effe.spi.topics.StoreUnreachableException;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that want a login, and have a certificate. */
class LoginTest {

    private static final TestIdentity IDENTITY = TestIdentity.rsa("broker");
    /** As none is in a file of properties, or in a line of JAAS, without care. */
    private static final String SCRAM_PASSWORD = "a \"strange\" \\ one; für shop";

    private static final String PLAIN_PASSWORD = "plain-word";

    @TempDir
    private static Path folder;

    private static KafkaBroker broker;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        port = KafkaBroker.freePort();
        broker = KafkaBroker.startWithLogins(port, IDENTITY, PLAIN_PASSWORD);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "shop", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), SCRAM_PASSWORD)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static KafkaTopicStore store(String application, String password, Map<String, String> more)
            throws IOException, TopicException {
        Map<String, String> properties = new HashMap<>(more);
        if (more.getOrDefault("ssl.truststore.location", "ca.pem").equals("ca.pem")) {
            Path authority = Files.writeString(folder.resolve("ca.pem"), IDENTITY.certificatePem());
            properties.putAll(Map.of("ssl.truststore.type", "PEM", "ssl.truststore.location", authority.toString()));
        }
        Path file = Files.writeString(folder.resolve("password"), password + "\n");
        StoreAddress address = new StoreAddress(
                "host/1",
                "127.0.0.1:" + port,
                Optional.of("shop"),
                Optional.of(file),
                "effe",
                application,
                1,
                properties);
        return new KafkaTopicStore(new Clients(address), address, Times.OF_BROKERS);
    }

    private static void deliversBy(String application, String password, Map<String, String> properties)
            throws Exception {
        try (KafkaTopicStore store = store(application, password, properties)) {
            store.create(List.of(new TopicSpec("placed", 1, Optional.empty())));
            store.append(
                    List.of(new NewEvent(
                            "placed",
                            Optional.empty(),
                            Optional.empty(),
                            "text/plain",
                            Map.of(),
                            "cake".getBytes(UTF_8))),
                    Duration.ofSeconds(60));
            assertThat(store.read("placed", Map.of(0, 0L), 1, 100).events())
                    .extracting(event -> new String(event.payload(), UTF_8))
                    .containsExactly("cake");
        }
    }

    @Test
    void logsInByScramOverTlsUnlessItIsToldOtherwise() throws Exception {
        deliversBy("scram", SCRAM_PASSWORD, Map.of());
    }

    @Test
    void logsInByPlainIfItIsTold() throws Exception {
        deliversBy("plain", PLAIN_PASSWORD, Map.of("sasl.mechanism", "PLAIN"));
    }

    private static void isRefused(String password, Map<String, String> properties, String why) throws Exception {
        try (KafkaTopicStore store = store("refused", password, properties)) {
            assertThatThrownBy(() -> store.create(List.of(new TopicSpec("placed", 1, Optional.empty()))))
                    .isInstanceOf(TopicException.class)
                    .isNotInstanceOf(StoreUnreachableException.class)
                    .hasMessageContainingAll("127.0.0.1:" + port, why)
                    .message()
                    .doesNotContain(password)
                    .doesNotContain("\n");
        }
    }

    @Test
    void saysThatALoginIsWrong() throws Exception {
        isRefused("wrong-word", Map.of(), "Authentication failed");
        isRefused("wrong-word", Map.of("sasl.mechanism", "PLAIN"), "Authentication failed");
    }

    @Test
    void sendsNoLoginToABrokerWhoseCertificateNobodyVouchesFor() throws Exception {
        Path other = Files.writeString(
                folder.resolve("other.pem"), TestIdentity.rsa("other").certificatePem());
        Map<String, String> trusts = Map.of("ssl.truststore.type", "PEM", "ssl.truststore.location", other.toString());
        isRefused(SCRAM_PASSWORD, trusts, "SSL handshake failed");
    }
}
