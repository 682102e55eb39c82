package org.insitu.simulator.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.Link;
import org.insitu.driver.link.WireTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every link keeps, whatever is underneath. */
abstract class LinkContract {
  private static final Duration LONG = Duration.ofSeconds(10);
  // Far less than the 100 ms steps that the serial library rounds to.
  private static final long LATE_NANOS = 40_000_000;

  private final WireTrace trace = new WireTrace();
  private Wire wire;
  private Link host;
  private Link device;

  abstract Wire wire() throws Exception;

  abstract Link connect(Wire wire, WireTrace trace) throws Exception;

  @BeforeEach
  void open() throws Exception {
    wire = wire();
    CompletableFuture<Link> accepted =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return wire.accept(LONG).orElseThrow();
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    host = connect(wire, trace);
    device = accepted.get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void release() {
    host.close();
    device.close();
    wire.close();
  }

  @Test
  void bytesOfEveryValueArriveInOrderBothWays() throws Exception {
    byte[] bytes = new byte[3000];
    new Random(1).nextBytes(bytes);
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    host.send(bytes);
    assertArrayEquals(bytes, receive(device, bytes.length));
    device.send(bytes);
    assertArrayEquals(bytes, receive(host, bytes.length));
  }

  @Test
  void anEmptySendDoesNothing() throws Exception {
    host.send(new byte[0]);
    assertEquals(0, device.receive(new byte[8], System.nanoTime()));
  }

  @Test
  void receiveReturnsZeroWhenTheDeadlinePasses() throws Exception {
    for (int millis : new int[] {0, 3, 30, 55}) {
      // The best of several: a loaded machine wakes late now and then, a coarse timer always.
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 10 && best >= millis * 1_000_000L + LATE_NANOS; i++) {
        long start = System.nanoTime();
        int count = host.receive(new byte[8], start + millis * 1_000_000L);
        long took = System.nanoTime() - start;
        assertEquals(0, count);
        assertTrue(took >= millis * 1_000_000L, () -> millis + " ms ended after " + took + " ns");
        best = Math.min(best, took);
      }
      assertTrue(best < millis * 1_000_000L + LATE_NANOS, millis + " ms took " + best + " ns");
    }
  }

  @Test
  void aDeadlineInThePastStillReturnsWhatHasArrived() throws Exception {
    device.send(new byte[] {7});
    byte[] into = new byte[8];
    assertEquals(1, host.receive(into, System.nanoTime() + LONG.toNanos()));
    device.send(new byte[] {8, 9});
    long giveUp = System.nanoTime() + LONG.toNanos();
    int count = 0;
    while (count < 2 && System.nanoTime() < giveUp) {
      count += host.receive(into, System.nanoTime() - 1);
    }
    assertEquals(2, count);
  }

  @Test
  void aSmallBufferGetsTheRestLater() throws Exception {
    device.send(new byte[] {1, 2, 3, 4, 5});
    assertArrayEquals(new byte[] {1, 2}, receive(host, 2));
    assertArrayEquals(new byte[] {3, 4, 5}, receive(host, 3));
  }

  @Test
  void theOtherEndGoingAwayIsNoticedAtOnce() {
    CompletableFuture<Void> gone =
        CompletableFuture.runAsync(
            device::close, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
    assertTimeoutPreemptively(
        LONG,
        () -> {
          DeviceException.LinkLost lost =
              assertThrows(
                  DeviceException.LinkLost.class,
                  () -> host.receive(new byte[8], System.nanoTime() + LONG.toNanos()));
          assertTrue(lost.getMessage().contains(host.name()), lost.getMessage());
          assertThrows(DeviceException.LinkLost.class, () -> host.send(new byte[] {1}));
        });
    gone.join();
  }

  @Test
  void closingWakesAWaitingReceive() {
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(
            host::close, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
    assertTimeoutPreemptively(
        LONG,
        () ->
            assertThrows(
                DeviceException.LinkLost.class,
                () -> host.receive(new byte[8], System.nanoTime() + LONG.toNanos())));
    closing.join();
  }

  @Test
  void aClosedLinkRefusesAndClosingTwiceIsHarmless() {
    host.close();
    host.close();
    assertThrows(DeviceException.LinkLost.class, () -> host.send(new byte[] {1}));
    assertThrows(
        DeviceException.LinkLost.class, () -> host.receive(new byte[1], System.nanoTime()));
  }

  @Test
  void theTraceHoldsWhatWentOverTheWire() throws Exception {
    host.send("V3=1.5\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    receive(device, 7);
    device.send(new byte[] {'O', 'K', '\n', (byte) 0x81});
    receive(host, 4);
    String lines = String.join("|", trace.frames().stream().map(WireTrace.Frame::line).toList());
    assertTrue(lines.contains("> " + host.name() + " V3=1.5\\n"), lines);
    assertTrue(lines.contains("< " + host.name() + " OK\\n\\x81"), lines);
  }

  @Test
  void aThousandExchangesKeepTheirOrder() throws Exception {
    CompletableFuture<Void> echo =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < 1000; i++) {
                  device.send(receive(device, 3));
                }
              } catch (DeviceException e) {
                throw new IllegalStateException(e);
              }
            });
    for (int i = 0; i < 1000; i++) {
      byte[] request = {(byte) i, (byte) (i >> 8), '\n'};
      host.send(request);
      assertArrayEquals(request, receive(host, 3));
    }
    echo.get(10, TimeUnit.SECONDS);
  }

  private static byte[] receive(Link link, int count) throws DeviceException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + LONG.toNanos();
    while (all.size() < count) {
      byte[] chunk = new byte[count - all.size()];
      int got = link.receive(chunk, deadline);
      assertTrue(got > 0, "only " + all.size() + " of " + count + " bytes arrived");
      all.write(chunk, 0, got);
    }
    return all.toByteArray();
  }
}
