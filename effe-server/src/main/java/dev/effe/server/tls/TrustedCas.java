package dev.effe.server.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Makes this process trust more certificates of CAs than Java brings: a company's, or a cluster's. Java has no setting for
 * more, only for others, so both go into one store, which Java's properties then name. Whatever asks Java whom to trust
 * follows: HttpClient, JDBC drivers, the AWS SDK. Thread-safe.
 */
public final class TrustedCas {

    /** Guards nothing: certificates are no secret. */
    private static final String PASSWORD = "changeit";

    /** Guarded by the class. */
    private static final Set<Path> ADDED = new HashSet<>();

    private TrustedCas() {}

    /**
     * Adds those of a file, once. To be called before a function is loaded, since what has asked Java once remembers.
     *
     * @throws TlsFileException if the file cannot be read, or the store cannot be written
     */
    public static synchronized void add(Path file) throws TlsFileException {
        if (!ADDED.contains(file)) {
            read(file);
            ADDED.add(file);
        }
    }

    private static void read(Path file) throws TlsFileException {
        PemFile pem = new PemFile("trusted-cas", file);
        List<X509Certificate> trusted = new ArrayList<>(new CertificateFile(pem).read());
        try {
            trusted.addAll(trustedByJava());
            Path store = write(trusted);
            System.setProperty("javax.net.ssl.trustStore", store.toString());
            System.setProperty("javax.net.ssl.trustStoreType", "JKS");
            System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
            System.clearProperty("javax.net.ssl.trustStoreProvider");
        } catch (IOException e) {
            throw pem.broken(
                    "needs a folder for temporary files that can be written to, such as --tmpfs /tmp of a container: "
                            + e,
                    e);
        } catch (GeneralSecurityException e) {
            throw pem.broken("cannot be trusted besides what Java trusts: " + e, e);
        }
    }

    private static List<X509Certificate> trustedByJava() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<X509Certificate> trusted = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                trusted.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return trusted;
    }

    /** In the format that is quickest to read: every TLS client of the process reads it. */
    private static Path write(List<X509Certificate> certificates) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("ca-" + i, certificates.get(i));
        }
        Path file = Files.createTempFile("effe-trusted-cas-", ".jks");
        file.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }
}
