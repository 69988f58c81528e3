package dev.effe.server.journal;

/**
 * The place of a record. Immutable.
 *
 * @param segment the file
 * @param number the record's, dense in a journal: one more than that of the record before it
 * @param position the first byte of its head in the file
 * @param length the bytes of the record itself
 */
public record Place(Segment segment, long number, int position, int length) {

    /** The bytes of the disk that a record takes. */
    public static int bytes(int length) {
        int unpadded = Math.addExact(Segment.HEAD_BYTES, length);
        return Math.addExact(unpadded, -unpadded & (Segment.ALIGNMENT - 1));
    }

    public int bytes() {
        return bytes(length);
    }
}
