package dev.effe;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A field or a file of a {@link Form}. Immutable and thread-safe. */
public final class Part {

    private final String name;
    private final @Nullable String filename;
    private final @Nullable String contentType;
    private final Charset charset;

    /** The bytes of the whole form. */
    private final byte[] bytes;

    private final int from;
    private final int to;

    Part(PartHead head, Charset formCharset, byte[] bytes, int from, int to) {
        this.name = head.name();
        this.filename = head.filename();
        this.contentType = head.contentType();
        this.charset = formCharset;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /**
     * The name of the field.
     *
     * @return the name as the form has it, decoded as UTF-8; may be ""
     */
    public String name() {
        return name;
    }

    /**
     * The name of the file, as its sender says. Without folders, which a sender may invent to have a file written
     * elsewhere: what stands before the last slash or backslash is left out, and {@code .} and {@code ..} become "".
     *
     * @return the name, "" if no file was chosen; empty for a field
     */
    public Optional<String> filename() {
        return Optional.ofNullable(filename);
    }

    /**
     * The sender's own word for the kind of the bytes, such as {@code image/png}. Nobody has checked that.
     *
     * @return the Content-Type of the part, if it has one
     */
    public Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    /**
     * The number of bytes.
     *
     * @return 0 or more
     */
    public int size() {
        return to - from;
    }

    /**
     * The content.
     *
     * @return a copy of it
     */
    public byte[] bytes() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /**
     * The content as a stream, without a copy.
     *
     * @return a new stream over it, from its start; it never blocks
     */
    public InputStream stream() {
        return new ByteArrayInputStream(bytes, from, size());
    }

    /**
     * The content as text.
     *
     * @return the content, decoded with the charset of the part's own Content-Type, else of the form; malformed bytes
     *     become U+FFFD
     * @throws StatusException with status 415 if this Java does not have that charset
     */
    public String text() {
        return new String(bytes, from, size(), HeaderValue.charset(contentType, charset));
    }

    /** As in {@code picture (cat.png, 1234 bytes)}; never the content. */
    @Override
    public String toString() {
        return name + " (" + (filename == null ? "" : filename + ", ") + size() + " bytes)";
    }
}
