package dev.effe;

import java.io.OutputStream;

/**
 * The answer to a request: status and headers first, then one of {@link #send}, {@link #text}, {@link #json} or {@link
 * #stream}. Nothing given is 200 with an empty body. Implemented by the server; used by one thread at a time.
 *
 * <p>An answer given by {@code send}, {@code text} or {@code json} is written when {@link Logic#run} returns, so the
 * context is free for the next request before the client can send one. The answer that was given first is the one that
 * counts: what {@code run} throws after it is logged but changes it no more.
 *
 * <p>Every method throws {@link IllegalStateException} once {@code run} has returned or its deadline has passed, and
 * every method but {@code status()} once an answer is given.
 */
public interface Response {

    /**
     * The status of the answer.
     *
     * @return the status, 200 until it is set
     */
    int status();

    /**
     * Sets the status.
     *
     * @param status from 200 to 599. With 204, 205 and 304 no body is sent, whatever is written (RFC 9110, 6.4.1)
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    Response status(int status);

    /**
     * Sets a header, replacing those of the same name.
     *
     * @param name the name, an RFC 9110 token. {@code Connection}, {@code Proxy-Connection}, {@code Transfer-Encoding},
     *     {@code Keep-Alive}, {@code Upgrade} and {@code Trailer} are the server's
     * @param value the value: visible ASCII, spaces, tabs and the bytes 0x80 to 0xFF (ISO-8859-1)
     * @return this
     * @throws IllegalArgumentException if the name or the value is malformed or the header is the server's: neither a CR
     *     nor a LF ever reaches the wire; or if all headers together have more than 64 KiB
     */
    Response header(String name, String value);

    /**
     * Adds a header beside those of the same name.
     *
     * @param name the name, as for {@link #header}
     * @param value the value, as for {@link #header}
     * @return this
     * @throws IllegalArgumentException as {@link #header} does
     */
    Response addHeader(String name, String value);

    /**
     * Adds a cookie, as a Set-Cookie header of its own.
     *
     * @param cookie the cookie
     * @return this
     */
    default Response cookie(Cookie cookie) {
        return addHeader("Set-Cookie", cookie.toString());
    }

    /**
     * Gives the body. Without a Content-Type of the function's own, {@code application/octet-stream} is sent.
     *
     * @param body the whole body; not copied, so not to be changed after
     */
    void send(byte[] body);

    /**
     * Gives the body as UTF-8 text. Without a Content-Type of the function's own, {@code text/plain; charset=utf-8} is
     * sent.
     *
     * @param body the whole body
     */
    void text(String body);

    /**
     * Gives the body as JSON. Without a Content-Type of the function's own, {@code application/json} is sent.
     *
     * @param body a record, bean, collection, map, string, number, boolean, date, time or null, written in the way that
     *     {@link Logic#json} says
     * @throws IllegalArgumentException if it cannot be written as JSON; the message names the field. No answer is given
     *     then
     */
    void json(@org.jspecify.annotations.Nullable Object body);

    /**
     * Gives the body bit by bit. Up to 8 KiB are held back, so that a small answer goes out with its length known; what
     * is beyond, or flushed, is sent at once, chunked unless the function set a Content-Length.
     *
     * <p>{@code write} waits while the client is slower than the function and more than {@code max-unsent} bytes are not
     * yet sent; it throws an {@link java.io.IOException} once the client is gone or has read nothing for {@code
     * write-timeout}. {@code close} ends the answer; {@link Logic#run} returning does so too.
     *
     * <p>A function that throws has the connection reset if a part is sent, and is answered 500 otherwise, also when a
     * try-with-resources block has closed the stream on the way out: a cut answer never looks complete.
     *
     * @return the stream, to be used by one thread at a time
     */
    OutputStream stream();
}
