package dev.effe.server.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads the certificates of a file, in its order; there is at least one. */
record CertificateFile(PemFile file) {

    List<X509Certificate> read() throws TlsFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemFile.Block block : file.blocks()) {
            if (block.label().endsWith("CERTIFICATE")) {
                certificates.add(certificate(file.decoded(block)));
            }
        }
        if (certificates.isEmpty()) {
            throw file.broken("holds no certificate in PEM form", null);
        }
        return certificates;
    }

    private X509Certificate certificate(byte[] der) throws TlsFileException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw file.broken("holds a certificate that Java cannot read", e);
        }
    }
}
