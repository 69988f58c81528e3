package dev.effe.server.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The keys with which a server proves who it is, and the authorities that it believes. Immutable.
 *
 * @param key the private key of the first certificate
 * @param chain the server's certificate, then those above it, as the file has them
 * @param clientCas who signs the certificates that clients must have; empty if they need none
 */
public record TlsMaterial(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> clientCas) {

    /** Copies the lists. */
    public TlsMaterial {
        chain = List.copyOf(chain);
        clientCas = List.copyOf(clientCas);
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** True if the certificate is within its time. */
    public boolean isValidAt(Instant now) {
        return !now.isBefore(certificate().getNotBefore().toInstant())
                && !now.isAfter(certificate().getNotAfter().toInstant());
    }

    /** Such as "CN=example.com, valid until 2027-01-01T00:00:00Z", for the log. */
    public String description() {
        return certificate().getSubjectX500Principal().getName() + ", valid until "
                + certificate().getNotAfter().toInstant();
    }
}
