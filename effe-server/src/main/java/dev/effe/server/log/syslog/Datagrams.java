package dev.effe.server.log.syslog;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;

/** A datagram for each message (RFC 5426), of 8 KiB at most, which is as much as servers take. Confined as its interface is. */
final class Datagrams implements Connection {

    static final int MOST_BYTES = 8192;

    private final DatagramSocket socket = new DatagramSocket();

    Datagrams(SyslogAddress address) throws IOException {
        try {
            socket.connect(
                    InetAddress.getAllByName(address.host())[0], address.port()); // To be told if there is nobody.
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void send(List<byte[]> messages) throws IOException {
        for (byte[] message : messages) {
            socket.send(new DatagramPacket(message, cut(message)));
        }
    }

    /** Returns how much of it is sent: no part of a character. */
    private static int cut(byte[] message) {
        int length = Math.min(message.length, MOST_BYTES);
        while (length < message.length && (message[length] & 0xc0) == 0x80) {
            length--;
        }
        return length;
    }

    @Override
    public void close() {
        socket.close();
    }
}
