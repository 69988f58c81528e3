package dev.effe.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {

    private static final TestIdentity RSA = TestIdentity.rsa("one");
    private static final TestIdentity EC = TestIdentity.ec("two");

    @TempDir
    Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void write() throws IOException {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        RSA.write(certificate, key);
    }

    private TlsFiles files() {
        return new TlsFiles(certificate, key, Optional.empty());
    }

    @Test
    void readsACertificateAndItsKey() throws Exception {
        TlsMaterial material = files().read();

        assertThat(material.certificate()).isEqualTo(RSA.certificate());
        assertThat(material.key()).isEqualTo(RSA.key());
        assertThat(material.clientCas()).isEmpty();
        assertThat(material.isValidAt(Instant.now())).isTrue();
        assertThat(material.description()).startsWith("CN=one, valid until 2");
    }

    @Test
    void readsAChainWithTextAndWindowsLineEndsInBetween() throws Exception {
        Files.writeString(
                certificate,
                ("Bag Attributes\n subject=CN=one\n" + RSA.certificatePem() + "\n\nissuer\n" + EC.certificatePem())
                        .replace("\n", "\r\n"));

        assertThat(files().read().chain()).containsExactly(RSA.certificate(), EC.certificate());
    }

    @Test
    void readsBothFromOneFile() throws Exception {
        Files.writeString(certificate, EC.keyPem() + EC.certificatePem());

        assertThat(new TlsFiles(certificate, certificate, Optional.empty())
                        .read()
                        .key())
                .isEqualTo(EC.key());
    }

    @Test
    void readsTheClientsAuthorities() throws Exception {
        Path authorities = Files.writeString(folder.resolve("ca.pem"), EC.certificatePem() + RSA.certificatePem());

        assertThat(new TlsFiles(certificate, key, Optional.of(authorities))
                        .read()
                        .clientCas())
                .containsExactly(EC.certificate(), RSA.certificate());
    }

    @Test
    void readsAnRsaKeyInItsOldForm() throws Exception {
        // A PKCS#8 key of RSA has 26 bytes in front of the PKCS#1 key.
        byte[] pkcs8 = RSA.key().getEncoded();
        Files.writeString(key, TestIdentity.pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length)));

        assertThat(files().read().key()).isEqualTo(RSA.key());
    }

    @Test
    void readsAnEcKeyInItsOldForm() throws Exception {
        EC.write(certificate, key);
        Files.writeString(
                key,
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + TestIdentity.pem("EC PRIVATE KEY", sec1("a00a06082a8648ce3d030107")));

        assertThat(((ECPrivateKey) files().read().key()).getS()).isEqualTo(((ECPrivateKey) EC.key()).getS());
    }

    /** RFC 5915 of a key on P-256: version 1, the number, then what is given. */
    private static byte[] sec1(String parameters) {
        String number = ((ECPrivateKey) EC.key()).getS().toString(16);
        String content = "0201010420" + "0".repeat(64 - number.length()) + number + parameters;
        return HexFormat.of().parseHex("30%02x%s".formatted(content.length() / 2, content));
    }

    /** With its public key, as openssl writes it, it is longer than what one byte of length can say. */
    @Test
    void readsAnEcKeyThatHasItsPublicKeyToo() throws Exception {
        EC.write(certificate, key);
        byte[] info = EC.certificate().getPublicKey().getEncoded();
        String point = HexFormat.of().formatHex(info, info.length - 65, info.length);
        Files.writeString(
                key, TestIdentity.pem("EC PRIVATE KEY", sec1("a00a06082a8648ce3d030107" + "a144034200" + point)));

        assertThat(((ECPrivateKey) files().read().key()).getS()).isEqualTo(((ECPrivateKey) EC.key()).getS());
    }

    @Test
    void saysWhichFileIsMissing() {
        assertBroken(
                new TlsFiles(folder.resolve("no"), key, Optional.empty()),
                "tls-cert " + folder.resolve("no") + " cannot be read: there is no such file");
        assertBroken(
                new TlsFiles(certificate, folder.resolve("no"), Optional.empty()),
                "tls-key " + folder.resolve("no") + " cannot be read: there is no such file");
        assertBroken(
                new TlsFiles(certificate, key, Optional.of(folder.resolve("no"))),
                "tls-client-ca " + folder.resolve("no") + " cannot be read: there is no such file");
        assertBroken(
                new TlsFiles(folder, key, Optional.empty()), "tls-cert " + folder + " cannot be read: Is a directory");
    }

    @Test
    void saysWhatIsWrongWithACertificate() throws Exception {
        String cannotRead = "tls-cert " + certificate + " holds a certificate that Java cannot read";
        Files.writeString(certificate, "");
        assertBroken(files(), "tls-cert " + certificate + " holds no certificate in PEM form");
        Files.writeString(certificate, RSA.keyPem());
        assertBroken(files(), "tls-cert " + certificate + " holds no certificate in PEM form");
        Files.writeString(certificate, RSA.certificatePem().replace("END", "EN"));
        assertBroken(files(), "tls-cert " + certificate + " holds no certificate in PEM form");
        Files.writeString(certificate, TestIdentity.pem("CERTIFICATE", new byte[] {0x30, 1, 2}));
        assertBroken(files(), cannotRead);
        byte[] der = RSA.certificate().getEncoded();
        Files.writeString(certificate, TestIdentity.pem("CERTIFICATE", Arrays.copyOf(der, der.length / 2)));
        assertBroken(files(), cannotRead);
        Files.write(certificate, new byte[(1 << 20) + 1]);
        assertBroken(files(), "tls-cert " + certificate + " is larger than 1 MiB, so it is no PEM file");
    }

    @Test
    void saysWhatIsWrongWithAKeyAndHowToConvertIt() throws Exception {
        String convert = "; convert it: openssl pkey -in " + key + " -out key.pem";
        Files.write(key, RSA.key().getEncoded());
        assertBroken(
                files(),
                "tls-key " + key + " holds no private key in PEM form; convert it: openssl pkey -inform DER -in " + key
                        + " -out key.pem");
        Files.writeString(key, RSA.keyPem().replace("PRIVATE", "ENCRYPTED PRIVATE"));
        assertBroken(files(), "tls-key " + key + " is encrypted" + convert);
        Files.writeString(
                key, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----");
        assertBroken(files(), "tls-key " + key + " is encrypted" + convert);
        Files.writeString(key, TestIdentity.pem("PRIVATE KEY", new byte[] {0x30, 0}));
        assertBroken(files(), "tls-key " + key + " has a block PRIVATE KEY that Java cannot read" + convert);
        Files.writeString(key, TestIdentity.pem("EC PRIVATE KEY", sec1("")));
        assertBroken(files(), "tls-key " + key + " has a block EC PRIVATE KEY that Java cannot read" + convert);
        Files.writeString(key, TestIdentity.pem("DSA PRIVATE KEY", new byte[] {0x30, (byte) 0x84, 0, 0}));
        assertBroken(files(), "tls-key " + key + " has a block DSA PRIVATE KEY that Java cannot read" + convert);
    }

    @Test
    void noCutOldKeyBreaksTheReader() throws Exception {
        byte[] sec1 = sec1("a00a06082a8648ce3d030107");
        for (int length = 0; length < sec1.length; length++) {
            Files.writeString(key, TestIdentity.pem("EC PRIVATE KEY", Arrays.copyOf(sec1, length)));
            assertThatThrownBy(() -> files().read()).isInstanceOf(TlsFileException.class);
        }
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        String message = "tls-key " + key + " does not belong to the certificate of tls-cert " + certificate;
        for (TestIdentity other : new TestIdentity[] {TestIdentity.rsa("other"), EC}) {
            Files.writeString(key, other.keyPem());
            assertBroken(files(), message);
        }
        EC.write(certificate, key);
        Files.writeString(key, TestIdentity.ec("other").keyPem());
        assertBroken(files(), message);
    }

    @Test
    void refusesAChainInTheWrongOrder() throws Exception {
        Files.writeString(certificate, EC.certificatePem() + RSA.certificatePem());

        assertBroken(
                files(),
                "tls-cert " + certificate + " must begin with the certificate of tls-key " + key
                        + ", not have it later");
    }

    private static void assertBroken(TlsFiles files, String message) {
        assertThatThrownBy(files::read).isInstanceOf(TlsFileException.class).hasMessage(message);
    }

    @Test
    void knowsWhenACertificateIsOver() throws Exception {
        TestIdentity.expired().write(certificate, key);

        assertThat(files().read().isValidAt(Instant.now())).isFalse();
    }

    @Test
    void theStampChangesWithEachFileAndWithALink() throws Exception {
        Path first = Files.createDirectory(folder.resolve("..1"));
        Path second = Files.createDirectory(folder.resolve("..2"));
        for (Path each : new Path[] {first, second}) {
            RSA.write(each.resolve("tls.crt"), each.resolve("tls.key"));
            Files.setLastModifiedTime(each.resolve("tls.crt"), FileTime.from(Instant.EPOCH));
            Files.setLastModifiedTime(each.resolve("tls.key"), FileTime.from(Instant.EPOCH));
        }
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
        TlsFiles mounted = new TlsFiles(data.resolve("tls.crt"), data.resolve("tls.key"), Optional.of(certificate));
        String before = mounted.stamp();
        assertThat(mounted.stamp()).isEqualTo(before);

        Files.delete(data);
        assertThat(mounted.stamp()).isNotEqualTo(before);
        Files.createSymbolicLink(data, second);
        String linked = mounted.stamp();
        assertThat(linked).isNotEqualTo(before);

        Files.writeString(certificate, "longer or shorter");
        assertThat(mounted.stamp()).isNotEqualTo(linked);
    }
}
