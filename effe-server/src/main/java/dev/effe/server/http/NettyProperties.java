package dev.effe.server.http;

/** Properties of Netty for the whole process, to be set before any class of Netty's is loaded. */
public final class NettyProperties {

    private static final String JFR = "io.netty.jfr.enabled";

    private NettyProperties() {}

    /** Sets them, but for those that the command line sets. */
    public static void set() {
        // The events of Netty's allocator: with the first buffer they load JFR, an eighth of the whole start.
        if (System.getProperty(JFR) == null) {
            System.setProperty(JFR, "false");
        }
    }
}
