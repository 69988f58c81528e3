package dev.effe.bench.compare;

import java.util.Locale;

/** The action of the load. */
enum Scenario {
    HELLO("/hello", 64, "get.lua", "netty"),
    /** One connection: what a single caller waits for. */
    ONE("/hello", 1, "get.lua", "netty"),
    /** 1 KiB of JSON, there and back. */
    ECHO("/echo", 64, "echo.lua", "netty"),
    /** 16 requests at once on each connection. */
    PIPELINE("/hello", 64, "pipeline.lua", "netty"),
    /** 10 ms of blocking. */
    SLEEP("/sleep", 512, "get.lua", "netty-workers"),
    /** A hello behind 50 routes, beside one without routes. */
    ROUTED("/shops/12/items/34", 64, "get.lua", "effe"),
    /** Calls of 1 ms, while another client makes calls that compute for 2 s. */
    NEIGHBOURS("/compute/1", 4, "get.lua", "netty-workers"),
    /** 32 requests at once on each connection, by HTTP/2. */
    HTTP2("/hello", 16, "", "netty-http2");

    /** The request of the other client of {@link #NEIGHBOURS}. */
    static final String LONG_PATH = "/compute/2000";

    static final int STREAMS = 32;

    final String path;
    final int connections;
    final String script;
    /** The server that the others are measured by. */
    final String baseline;

    Scenario(String path, int connections, String script, String baseline) {
        this.path = path;
        this.connections = connections;
        this.script = script;
        this.baseline = baseline;
    }

    /** As the command line calls it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
