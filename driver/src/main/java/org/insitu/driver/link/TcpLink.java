package org.insitu.driver.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.insitu.driver.device.DeviceException;

/** A link over TCP. */
public final class TcpLink implements Link {
  /** Time to connect: instruments sit on the laboratory's own network. */
  public static final Duration CONNECT_TIME = Duration.ofSeconds(2);

  private final Link stream;

  private TcpLink(String name, Socket socket, WireTrace trace) throws IOException {
    // Requests are short and each waits for its reply; gathering them would cost 40 ms each.
    socket.setTcpNoDelay(true);
    stream = new StreamLink(name, new SocketPort(socket), trace);
  }

  /**
   * Connects.
   *
   * @throws DeviceException.LinkLost if nobody listens there
   */
  public static TcpLink connect(String host, int port, WireTrace trace) throws DeviceException {
    String name = "tcp:%s:%d".formatted(host, port);
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), (int) CONNECT_TIME.toMillis());
      return new TcpLink(name, socket, trace);
    } catch (IOException e) {
      closeQuietly(socket);
      throw new DeviceException.LinkLost(
          "nothing answers at %s (%s); check that the instrument is on and the address is right"
              .formatted(name, e.getMessage() == null ? "unknown host" : e.getMessage()),
          e);
    }
  }

  /**
   * Wraps an accepted connection.
   *
   * @throws IOException if the connection is gone already
   */
  public static TcpLink of(SocketChannel accepted, WireTrace trace) throws IOException {
    accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return new TcpLink("tcp:" + accepted.getRemoteAddress(), accepted.socket(), trace);
  }

  @Override
  public String name() {
    return stream.name();
  }

  @Override
  public void send(byte[] bytes) throws DeviceException {
    stream.send(bytes);
  }

  @Override
  public int receive(byte[] into, long deadlineNanos) throws DeviceException {
    return stream.receive(into, deadlineNanos);
  }

  @Override
  public WireTrace trace() {
    return stream.trace();
  }

  @Override
  public void close() {
    stream.close();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing was opened that could leak.
      return;
    }
  }

  private static final class SocketPort implements StreamLink.Port {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    SocketPort(Socket socket) throws IOException {
      this.socket = socket;
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    @Override
    public int read(byte[] into) throws IOException {
      return in.read(into);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      out.write(bytes);
    }

    @Override
    public void close() {
      closeQuietly(socket);
    }
  }
}
