package dev.effe.bench.memory;

import java.util.Locale;

/** The protocol that clients speak to the server. */
enum Protocol {
    H1(false, false),
    H2(true, false),
    TLS(false, true),
    H2_TLS(true, true);

    final boolean http2;
    final boolean tls;

    Protocol(boolean http2, boolean tls) {
        this.http2 = http2;
        this.tls = tls;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '+');
    }
}
