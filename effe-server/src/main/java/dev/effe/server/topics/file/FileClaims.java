package dev.effe.server.topics.file;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneShare;
import java.util.Map;
import java.util.Set;

/** The claims of the only process, which has all lanes for ever. Confined, but for the names. */
final class FileClaims implements LaneClaims {

    private final GroupChange.Name name;
    private final Set<Integer> lanes;
    /** The lanes that are still to be told of. */
    private Map<Integer, Long> gained;

    private boolean leaving;

    FileClaims(GroupChange.Name name, Map<Integer, Long> cursors) {
        this.name = name;
        this.gained = Map.copyOf(cursors);
        this.lanes = gained.keySet();
    }

    GroupChange.Name name() {
        return name;
    }

    @Override
    public String group() {
        return name.group();
    }

    @Override
    public String topic() {
        return name.topic();
    }

    @Override
    public LaneShare renew() {
        LaneShare share = new LaneShare(gained, Set.of(), leaving ? lanes : Set.of());
        gained = Map.of();
        return share;
    }

    @Override
    public void leave() {
        leaving = true;
    }

    @Override
    public void giveBack(Set<Integer> lanes) {}

    @Override
    public void close() {}
}
