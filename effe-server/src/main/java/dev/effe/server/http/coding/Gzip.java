package dev.effe.server.http.coding;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/** Reads the members of a gzip file, of which there may be several (RFC 1952, 2.2 and 2.3). Used once. */
final class Gzip {

    private static final int FIXED_HEAD_BYTES = 10;
    private static final int HEAD_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final byte[] in;
    private int at;

    private Gzip(byte[] in) {
        this.in = in;
    }

    /** @throws DataFormatException if it is malformed, cut, or has something else behind it */
    static void decode(byte[] in, InflatedBody out) throws DataFormatException {
        Gzip gzip = new Gzip(in);
        do {
            gzip.readHead();
            CRC32 checksum = new CRC32();
            long before = out.size();
            gzip.at = out.inflateRaw(in, gzip.at, checksum);
            if (gzip.int32() != checksum.getValue() || gzip.int32() != out.size() - before) {
                throw new DataFormatException("another checksum or length");
            }
        } while (gzip.at < in.length);
    }

    private void readHead() throws DataFormatException {
        int start = at;
        if (next() != 0x1f || next() != 0x8b || next() != 8) {
            throw new DataFormatException("no head of a member");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new DataFormatException("reserved flags");
        }
        skip(start + FIXED_HEAD_BYTES - at);
        if ((flags & EXTRA) != 0) {
            skip(next() | (next() << 8));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEAD_CHECKSUM) != 0) {
            checkHead(start);
        }
    }

    private void checkHead(int start) throws DataFormatException {
        CRC32 checksum = new CRC32();
        checksum.update(in, start, at - start);
        if ((next() | (next() << 8)) != (checksum.getValue() & 0xffff)) {
            throw new DataFormatException("another checksum of the head");
        }
    }

    private void skipText() throws DataFormatException {
        int c;
        do {
            c = next();
        } while (c != 0);
    }

    private void skip(int count) throws DataFormatException {
        if (count > in.length - at) {
            throw new DataFormatException("cut");
        }
        at += count;
    }

    private int next() throws DataFormatException {
        skip(1);
        return in[at - 1] & 0xff;
    }

    private long int32() throws DataFormatException {
        return next() | (next() << 8) | (next() << 16) | ((long) next() << 24);
    }
}
