package io.understudy.demo.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;

/** Sockets that wait in milliseconds; pgjdbc's own settings know whole seconds only. */
public final class PatientSockets extends SocketFactory {

    private final int connectMillis;
    private final int answerMillis;

    /**
     * By name, for pgjdbc.
     *
     * @param waits {@code connect/answer} in milliseconds
     */
    public PatientSockets(String waits) {
        String[] each = waits.split("/", -1);
        this.connectMillis = Integer.parseInt(each[0]);
        this.answerMillis = Integer.parseInt(each[1]);
    }

    static String argument(Patience patience) {
        return patience.connect().toMillis() + "/" + patience.answer().toMillis();
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress to, int millis) throws IOException {
                super.connect(to, connectMillis);
                setSoTimeout(answerMillis);
            }

            @Override
            public synchronized void setSoTimeout(int millis) throws SocketException {
                super.setSoTimeout(answerMillis);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        throw new IOException("needed a socket without an address of its own");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        throw new IOException("needed a socket without an address of its own");
    }

    private Socket connected(InetAddress host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(new java.net.InetSocketAddress(host, port), connectMillis);
        return socket;
    }
}
