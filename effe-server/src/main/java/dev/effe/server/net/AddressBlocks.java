package dev.effe.server.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any number of blocks of IP addresses. Immutable. */
public record AddressBlocks(List<AddressBlock> blocks) {

    public static final AddressBlocks NONE = new AddressBlocks(List.of());

    /** Copies the list. */
    public AddressBlocks {
        blocks = List.copyOf(blocks);
    }

    /**
     * The blocks that a text lists, separated by commas; blanks around them do not count, and an empty text is none.
     *
     * @return null if one of them is malformed or missing
     */
    public static @Nullable AddressBlocks parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        List<AddressBlock> blocks = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            AddressBlock block = AddressBlock.parse(item.strip());
            if (block == null) {
                return null;
            }
            blocks.add(block);
        }
        return new AddressBlocks(blocks);
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** True if an address is in one of them. */
    public boolean contains(InetAddress address) {
        for (AddressBlock block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
