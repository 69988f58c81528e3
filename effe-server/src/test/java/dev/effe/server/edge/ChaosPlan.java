package dev.effe.server.edge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fate of each request, by the seed and its id alone. */
record ChaosPlan(long seed) {

    /** The function's action with a request. */
    enum Fate {
        SEND,
        STREAM,
        THROW,
        HANG
    }

    private static final int LARGE_BYTES = 20_000;

    /** 5 % throw, 1 % go on until they are interrupted. */
    Fate fate(int id) {
        int draw = draw(id, 1, 1000);
        if (draw < 50) {
            return Fate.THROW;
        }
        if (draw < 60) {
            return Fate.HANG;
        }
        return draw % 3 == 0 ? Fate.STREAM : Fate.SEND;
    }

    /** The share of starts, which are for the 6 % of requests that broke a context: 0.5 % of the requests. */
    boolean startFails(int start) {
        return draw(start, 2, 12) == 0;
    }

    /** None for three of four, else a body that no other request has. */
    byte[] requestBody(int id) {
        return draw(id, 3, 4) == 0 ? bytes("request " + id, draw(id, 4, 200)) : new byte[0];
    }

    boolean isChunked(int id) {
        return draw(id, 5, 2) == 0;
    }

    /** A body that no other answer has. */
    byte[] answer(int id) {
        int length = draw(id, 6, 100) == 0 ? LARGE_BYTES : draw(id, 7, 300);
        return bytes("answer " + id, length);
    }

    private byte[] bytes(String name, int more) {
        byte[] head = (name + ':').getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(head, head.length + more);
        for (int i = head.length; i < bytes.length; i++) {
            bytes[i] = head[i % head.length];
        }
        return bytes;
    }

    private int draw(long number, int purpose, int bound) {
        return (int) Long.remainderUnsigned(mix(mix(seed + purpose) + number), bound);
    }

    /** The finalizer of SplitMix64: neighbours become strangers. */
    static long mix(long value) {
        long z = value * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
