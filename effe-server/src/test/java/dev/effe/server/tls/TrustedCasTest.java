package dev.effe.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedCasTest {

    private static final List<String> PROPERTIES =
            List.of("javax.net.ssl.trustStore", "javax.net.ssl.trustStoreType", "javax.net.ssl.trustStorePassword");

    @TempDir
    Path folder;

    private final Map<String, String> before = new HashMap<>();

    @BeforeEach
    void remember() {
        PROPERTIES.forEach(name -> before.put(name, System.getProperty(name)));
    }

    @AfterEach
    void restore() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    /** Two files, the first of them twice: each adds to what is trusted already. */
    @Test
    void eachFileIsAddedOnce() throws Exception {
        int java = trusted();
        Path first = Files.writeString(
                folder.resolve("first.pem"),
                "Of a company\n" + TestIdentity.ec("ca 1").certificatePem() + "and\n"
                        + TestIdentity.ec("ca 2").certificatePem());
        Path second = Files.writeString(
                folder.resolve("second.pem"), TestIdentity.rsa("ca 3").certificatePem());

        TrustedCas.add(first);
        assertThat(trusted()).isEqualTo(java + 2);
        String store = System.getProperty("javax.net.ssl.trustStore");
        TrustedCas.add(first);
        assertThat(System.getProperty("javax.net.ssl.trustStore")).isEqualTo(store);
        TrustedCas.add(second);
        assertThat(trusted()).isEqualTo(java + 3);
    }

    @Test
    void aFileThatIsWrongChangesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("wrong.pem"), "no certificate");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> TrustedCas.add(file))
                    .isInstanceOf(TlsFileException.class)
                    .hasMessage("trusted-cas " + file + " holds no certificate in PEM form");
        }
        assertThat(System.getProperty("javax.net.ssl.trustStore")).isEqualTo(before.get("javax.net.ssl.trustStore"));
    }

    private static int trusted() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length;
    }
}
