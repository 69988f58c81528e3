package dev.effe.spi.topics;

import java.util.Map;

/** The lanes of a topic that this process delivers for a group. Thread-safe. */
public interface LaneClaims extends AutoCloseable {

    /**
     * The group.
     *
     * @return its name
     */
    String group();

    /**
     * The topic.
     *
     * @return its name
     */
    String topic();

    /**
     * The lanes that are this process's own.
     *
     * @return by lane the offset up to which the group is through with it
     */
    Map<Integer, Long> held();

    /** Gives all lanes to whoever comes next. Does nothing the second time. */
    @Override
    void close();
}
