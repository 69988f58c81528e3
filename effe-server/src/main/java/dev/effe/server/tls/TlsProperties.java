package dev.effe.server.tls;

/**
 * The properties that the JDK lets a TLS server set for the whole process only. It reads each property once, at the
 * first use of TLS by anybody: so they are set before any code of the function runs. They do not concern TLS clients.
 */
public final class TlsProperties {

    /** The schemes of RFC 8446, 4.2.3, without SHA-1, which JDK 17 still signs with in TLS 1.2. */
    private static final String SIGNATURE_SCHEMES = String.join(
            ",",
            "ecdsa_secp256r1_sha256",
            "ecdsa_secp384r1_sha384",
            "ecdsa_secp521r1_sha512",
            "ed25519",
            "ed448",
            "rsa_pss_rsae_sha256",
            "rsa_pss_rsae_sha384",
            "rsa_pss_rsae_sha512",
            "rsa_pss_pss_sha256",
            "rsa_pss_pss_sha384",
            "rsa_pss_pss_sha512",
            "rsa_pkcs1_sha256",
            "rsa_pkcs1_sha384",
            "rsa_pkcs1_sha512");

    private TlsProperties() {}

    /** Sets them, but for those that the command line sets. */
    public static void set() {
        // A renegotiation costs the server more than the client, and nobody needs one.
        setUnlessSet("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        setUnlessSet("jdk.tls.server.SignatureSchemes", SIGNATURE_SCHEMES);
        // There is one certificate, whatever name a client asks for. The JDK would end the handshake for a name that is
        // none by RFC 1123, such as nginx's hello_upstream, or that ends with a dot.
        setUnlessSet("jdk.tls.server.disableExtensions", "server_name");
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
