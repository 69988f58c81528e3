package dev.effe.server.http.h1;

import dev.effe.server.http.message.CharClass;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RefusedException;
import io.netty.buffer.ByteBuf;

/**
 * Reads the line before a chunk: its size, and extensions, which are checked and ignored (RFC 9112, 7.1).
 *
 * <p>Between the parts of an extension RFC 9112 tolerates "bad" whitespace; here there must be none.
 */
final class ChunkSizeLine {
    /** Fifteen hexadecimal digits cannot overflow a long. */
    private static final int MAX_DIGITS = 15;

    private static final int MAX_EXTENSION_BYTES = 4096;

    private enum State {
        SIZE,
        NAME_START,
        NAME,
        VALUE_START,
        TOKEN,
        QUOTED,
        QUOTED_PAIR,
        QUOTED_END,
        LF
    }

    private State state = State.SIZE;
    private long size;
    private int digits;
    /** In all lines of one body, so that small chunks cannot bring much of it. */
    private int extensionBytes;

    /** Takes bytes up to the line's end; false if it has not arrived yet. */
    boolean read(ByteBuf in) throws RefusedException {
        while (in.isReadable()) {
            byte b = in.readByte();
            if (state == State.LF) {
                require(b == '\n');
                return true;
            }
            state = next(b);
        }
        return false;
    }

    /** The size of the chunk; ready for the next line. */
    long take() {
        long read = size;
        state = State.SIZE;
        size = 0;
        digits = 0;
        return read;
    }

    private State next(byte b) throws RefusedException {
        if (state == State.SIZE) {
            return inSize(b);
        }
        require(++extensionBytes <= MAX_EXTENSION_BYTES);
        return switch (state) {
            case NAME_START -> token(b, State.NAME);
            case NAME -> b == '=' ? State.VALUE_START : tokenOrEnd(b, State.NAME);
            case VALUE_START -> b == '"' ? State.QUOTED : token(b, State.TOKEN);
            case TOKEN -> tokenOrEnd(b, State.TOKEN);
            case QUOTED -> inQuotes(b);
            case QUOTED_PAIR -> afterBackslash(b);
            default -> end(b);
        };
    }

    private State inSize(byte b) throws RefusedException {
        if (CharClass.is(CharClass.HEX, b)) {
            require(++digits <= MAX_DIGITS);
            size = (size << 4) | Character.digit(b, 16);
            return State.SIZE;
        }
        require(digits > 0);
        return end(b);
    }

    private static State tokenOrEnd(byte b, State inside) throws RefusedException {
        return CharClass.is(CharClass.TOKEN, b) ? inside : end(b);
    }

    private static State token(byte b, State inside) throws RefusedException {
        require(CharClass.is(CharClass.TOKEN, b));
        return inside;
    }

    private static State inQuotes(byte b) throws RefusedException {
        if (b == '"') {
            return State.QUOTED_END;
        }
        if (b == '\\') {
            return State.QUOTED_PAIR;
        }
        require(CharClass.is(CharClass.QUOTED_TEXT, b));
        return State.QUOTED;
    }

    private static State afterBackslash(byte b) throws RefusedException {
        require(CharClass.is(CharClass.FIELD_VALUE, b));
        return State.QUOTED;
    }

    private static State end(byte b) throws RefusedException {
        require(b == ';' || b == '\r');
        return b == ';' ? State.NAME_START : State.LF;
    }

    private static void require(boolean valid) throws RefusedException {
        if (!valid) {
            throw Refusal.BAD_CHUNK.exception();
        }
    }
}
