package dev.effe.server.http.edge;

import static dev.effe.server.settings.ValueTypes.addresses;
import static dev.effe.server.settings.ValueTypes.onOff;

import dev.effe.server.net.AddressBlocks;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.SettingsConflict;
import dev.effe.server.tls.TlsFiles;
import java.util.Optional;

/**
 * The settings of what stands in front of HTTP on the main port. Immutable.
 *
 * @param tls the certificate and its key; empty for clear text
 * @param proxies whose PROXY headers are believed, which every connection must begin with then; empty for no such headers
 */
public record EdgeSettings(Optional<TlsFiles> tls, Optional<AddressBlocks> proxies) {

    public static EdgeSettings of(Rows rows) {
        return new EdgeSettings(TlsFiles.of(rows), proxies(rows.under(Group.LISTENING)));
    }

    private static Optional<AddressBlocks> proxies(Rows listening) {
        boolean proxyProtocol =
                listening.value("proxy-protocol", onOff(), "off", "Every connection must begin with a PROXY header.");
        AddressBlocks from = listening.value(
                "proxy-protocol-from",
                addresses(),
                "127.0.0.0/8,::1",
                "Peers with PROXY headers; all others are closed.");
        if (proxyProtocol && from.isEmpty()) {
            throw SettingsConflict.missing("proxy-protocol", "proxy-protocol-from");
        }
        return proxyProtocol ? Optional.of(from) : Optional.empty();
    }
}
