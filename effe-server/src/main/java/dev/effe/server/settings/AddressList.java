package dev.effe.server.settings;

import dev.effe.server.net.AddressBlocks;
import org.jspecify.annotations.Nullable;

/** IP addresses and CIDR blocks, separated by commas. Never names: no name server is asked. */
record AddressList() implements ValueType<AddressBlocks> {

    @Override
    public @Nullable AddressBlocks parse(String text) {
        return AddressBlocks.parse(text);
    }

    @Override
    public String allowed() {
        return "empty or IP addresses and CIDR blocks";
    }

    @Override
    public String form() {
        return "written like 10.0.0.0/8,192.0.2.7,2001:db8::/32";
    }

    @Override
    public String placeholder() {
        return "<list>";
    }
}
