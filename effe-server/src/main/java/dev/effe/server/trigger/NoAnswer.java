package dev.effe.server.trigger;

import dev.effe.server.http.message.BodySink;

/** Where the bytes go of an answer that nobody reads. Thread-safe. */
final class NoAnswer implements BodySink {

    private static final int ROOM = 64 * 1024;

    @Override
    public int awaitRoom() {
        return ROOM;
    }

    @Override
    public void part(byte[] bytes, int from, int to) {}
}
