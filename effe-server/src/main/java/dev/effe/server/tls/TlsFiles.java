package dev.effe.server.tls;

import static dev.effe.server.settings.ValueTypes.pathOrOff;

import dev.effe.server.file.FileWatch;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.SettingsConflict;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The files of tls-cert, tls-key and tls-client-ca. Immutable.
 *
 * @param certificate the server's certificate and its chain
 * @param key its private key
 * @param clientCa who signs the clients' certificates; empty if they need none
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {

    /**
     * The files that settings name; empty for clear text.
     *
     * @throws SettingsConflict if one is named without those that it needs
     */
    public static Optional<TlsFiles> of(Rows rows) {
        Rows listening = rows.under(Group.LISTENING);
        Optional<Path> certificate = listening.value(
                "tls-cert", pathOrOff(), "off", "PEM file of the main port's certificate, then its chain.");
        Optional<Path> key =
                listening.value("tls-key", pathOrOff(), "off", "PEM file of the certificate's private key.");
        Optional<Path> clientCa = listening.value(
                "tls-client-ca", pathOrOff(), "off", "PEM file of who signs clients' certificates, then needed.");
        if (certificate.isPresent() && key.isEmpty()) {
            throw SettingsConflict.missing("tls-cert", "tls-key");
        }
        if (certificate.isEmpty() && (key.isPresent() || clientCa.isPresent())) {
            throw SettingsConflict.missing(key.isPresent() ? "tls-key" : "tls-client-ca", "tls-cert");
        }
        return certificate.map(path -> new TlsFiles(path, key.orElseThrow(), clientCa));
    }

    /**
     * Reads and checks them.
     *
     * @throws TlsFileException if one is missing or malformed, or the key does not belong to the certificate
     */
    public TlsMaterial read() throws TlsFileException {
        PemFile certificateFile = new PemFile("tls-cert", certificate);
        PemFile keyFile = new PemFile("tls-key", key);
        List<X509Certificate> chain = new CertificateFile(certificateFile).read();
        PrivateKey privateKey = new PrivateKeyFile(keyFile).read();
        List<X509Certificate> clientCas = clientCa.isEmpty()
                ? List.of()
                : new CertificateFile(new PemFile("tls-client-ca", clientCa.get())).read();
        checkPair(certificateFile, keyFile, chain, privateKey);
        return new TlsMaterial(privateKey, chain, clientCas);
    }

    private static void checkPair(PemFile certificates, PemFile keyFile, List<X509Certificate> chain, PrivateKey key)
            throws TlsFileException {
        if (KeyMatch.isPair(key, chain.get(0).getPublicKey())) {
            return;
        }
        for (X509Certificate other : chain) {
            if (KeyMatch.isPair(key, other.getPublicKey())) {
                throw certificates.broken(
                        "must begin with the certificate of " + keyFile + ", not have it later", null);
            }
        }
        throw keyFile.broken("does not belong to the certificate of " + certificates, null);
    }

    /** To be thrown if TLS cannot do with what was read. */
    public TlsFileException unusable(Exception cause) {
        return new TlsFileException(
                "tls-cert " + certificate + " and tls-key " + key + " cannot be used: " + cause.getMessage(), cause);
    }

    /** Something that changes when one of the files does. */
    public String stamp() {
        StringBuilder stamp = new StringBuilder(FileWatch.stamp(certificate)).append(FileWatch.stamp(key));
        clientCa.ifPresent(path -> stamp.append(FileWatch.stamp(path)));
        return stamp.toString();
    }
}
