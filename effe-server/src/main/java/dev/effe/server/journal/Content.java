package dev.effe.server.journal;

/** The bytes of a record that is to be appended, in one part or several; one byte at least. Nobody changes them. */
public final class Content {

    /** The record that seals a file. */
    static final Content SEAL = new Content(0, new byte[0][]);

    final byte[][] parts;
    final int length;

    public Content(byte[]... parts) {
        this(length(parts), parts);
        if (length == 0) {
            throw new IllegalArgumentException("A record has one byte at least");
        }
    }

    private Content(int length, byte[][] parts) {
        this.parts = parts;
        this.length = length;
    }

    private static int length(byte[][] parts) {
        int sum = 0;
        for (byte[] part : parts) {
            sum = Math.addExact(sum, part.length);
        }
        return sum;
    }
}
