package dev.effe.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate and its key, made by the JDK's keytool once for all tests of a JVM; as its own authority, it
 * is what clients and servers trust.
 */
public record TestIdentity(PrivateKey key, X509Certificate certificate) {

    private static final Map<String, TestIdentity> MADE = new ConcurrentHashMap<>();
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** A key pair for RSA with 2048 bits; equal names give the same one. */
    public static TestIdentity rsa(String name) {
        return MADE.computeIfAbsent("rsa " + name, ignored -> make(name, "-keyalg", "RSA", "-keysize", "2048"));
    }

    /** A key pair on the curve P-256; equal names give the same one. */
    public static TestIdentity ec(String name) {
        return MADE.computeIfAbsent("ec " + name, ignored -> make(name, "-keyalg", "EC", "-groupname", "secp256r1"));
    }

    /** One whose time is over. */
    public static TestIdentity expired() {
        return MADE.computeIfAbsent(
                "expired", ignored -> make("expired", "-keyalg", "EC", "-groupname", "secp256r1", "-startdate", "-9d"));
    }

    private static TestIdentity make(String name, String... how) {
        try {
            Path folder = Files.createTempDirectory("effe-keytool");
            Path store = folder.resolve("store.p12");
            keytool(store, name, how);
            TestIdentity made = read(store);
            Files.delete(store);
            Files.delete(folder);
            return made;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("keytool did not make " + name, e);
        }
    }

    private static void keytool(Path store, String name, String... how) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(tool, "-genkeypair", "-alias", "it", "-dname", "CN=" + name));
        command.addAll(List.of(
                "-validity", how.length > 4 ? "2" : "7", "-ext", "san=ip:127.0.0.1,ip:127.0.0.2,dns:localhost"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        command.addAll(List.of("-keystore", store.toString()));
        command.addAll(List.of(how));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static TestIdentity read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new TestIdentity(
                (PrivateKey) store.getKey("it", PASSWORD), (X509Certificate) store.getCertificate("it"));
    }

    /** A trust manager that trusts it, and nobody else. */
    public TrustManager[] trust() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    /** The certificate in PEM form. */
    public String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key in PEM form, as PKCS#8. */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** Writes both files. */
    public void write(Path certificateFile, Path keyFile) throws IOException {
        Files.writeString(certificateFile, certificatePem());
        Files.writeString(keyFile, keyPem());
    }

    static String pem(String label, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
