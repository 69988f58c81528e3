package dev.effe.server.http;

import dev.effe.server.file.OwnerOnly;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a unix socket. It is made, and closed, under a name that nobody knows: so that it is its owner's only before
 * the first client can connect, and nobody connects any more while the server takes on those who have. Used by one thread
 * at a time.
 */
final class SocketFile {

    private static final Logger log = LoggerFactory.getLogger(SocketFile.class);

    private final Path path;

    /** Tells this socket from one that another process has put in its place; null before it is there. */
    private @Nullable Object key;

    SocketFile(Path path) {
        this.path = path;
    }

    /**
     * Makes the socket and its file.
     *
     * @return the channel that takes connections on
     * @throws IOException if that cannot be; the message is one line that says why
     */
    Channel bind(ServerBootstrap port, Transport transport) throws IOException {
        refuseOther();
        Path hidden = hidden();
        ChannelFuture bound = port.bind(transport.socketAddress(hidden)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw ListenFailure.ofSocket(path, reason(bound.cause()), bound.cause());
        }
        try {
            OwnerOnly.restrictFile(hidden);
            key = key(hidden);
            Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
            return bound.channel();
        } catch (IOException e) {
            bound.channel().close().awaitUninterruptibly(); // Its file goes with it.
            throw ListenFailure.ofSocket(path, reason(e), e);
        }
    }

    private String reason(Throwable cause) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "there is no folder " + folder;
        }
        boolean denied = cause instanceof AccessDeniedException
                || String.valueOf(cause.getMessage()).contains("Permission denied");
        return denied ? "files cannot be made in the folder " + folder : String.valueOf(cause.getMessage());
    }

    /** Refuses to replace what is no socket, or one that has a server. */
    private void refuseOther() throws IOException {
        try {
            if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                throw ListenFailure.ofSocket(path, "it is a file of another kind, which is left alone", null);
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (AccessDeniedException e) {
            throw ListenFailure.ofSocket(path, reason(e), e);
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false); // One whose queue is full would have this wait.
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException left) {
            log.debug("{} is of a process that is gone", path, left);
            return;
        } catch (IOException e) {
            throw ListenFailure.ofSocket(
                    path, "it cannot be seen if another program listens there: " + e.getMessage(), e);
        }
        throw ListenFailure.ofSocket(path, "another program listens there; choose another with --socket", null);
    }

    private Path hidden() {
        String random = Integer.toHexString(ThreadLocalRandom.current().nextInt() | Integer.MIN_VALUE);
        return path.resolveSibling("." + random); // SocketPath.NAME_BYTES
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Closes the socket once every client that has connected is taken on. Its file is gone before. */
    void close(Channel channel) {
        Path hidden = hidden();
        if (hide(hidden)) {
            SocketQueue.awaitTakenOn(hidden);
            delete(hidden);
        }
        channel.close().awaitUninterruptibly();
    }

    /** Returns false if the file is not this server's any more. */
    private boolean hide(Path hidden) {
        try {
            if (!Objects.equals(key(path), key)) {
                return false;
            }
            Files.move(path, hidden, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            log.debug("The socket {} is gone already", path, e);
            return false;
        }
    }

    private static void delete(Path hidden) {
        try {
            Files.deleteIfExists(hidden);
        } catch (IOException e) {
            log.warn("The socket {} is left behind: {}", hidden, e.toString());
        }
    }
}
