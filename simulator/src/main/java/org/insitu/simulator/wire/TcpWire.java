package org.insitu.simulator.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.insitu.driver.link.Link;
import org.insitu.driver.link.TcpLink;
import org.insitu.driver.link.WireTrace;

/** A TCP server on this computer only; hosts queue until the one before has left. */
public final class TcpWire implements Wire {
  private final ServerSocketChannel server;
  private final int port;

  /**
   * Starts to listen.
   *
   * @param port 0 chooses a free one
   * @throws IOException if the port is taken
   */
  public TcpWire(int port) throws IOException {
    server = ServerSocketChannel.open();
    try {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      this.port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    } catch (IOException e) {
      server.close();
      throw new IOException("TCP port " + port + " is taken: " + e.getMessage(), e);
    }
  }

  /** Returns the port hosts connect to. */
  public int port() {
    return port;
  }

  @Override
  public String address() {
    return "tcp:127.0.0.1:" + port;
  }

  @Override
  public Optional<Link> accept(Duration wait) throws IOException {
    server.socket().setSoTimeout((int) Math.max(1, wait.toMillis()));
    try {
      return Optional.of(TcpLink.of(server.socket().accept().getChannel(), new WireTrace()));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot release " + address(), e);
    }
  }
}
