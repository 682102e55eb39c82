package org.insitu.simulator.firmware;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.Link;
import org.insitu.simulator.faults.FaultInjector;
import org.insitu.simulator.faults.FaultKind;
import org.insitu.simulator.wire.Uart;
import org.insitu.simulator.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One emulated instrument on one wire, with its faults and the time bytes take. */
public final class Emulator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Emulator.class);
  // Bounds how late a close or a watchdog is noticed on a wire where nothing happens.
  private static final long TICK_NANOS = 20_000_000;

  private final Firmware firmware;
  private final Wire wire;
  private final FaultInjector faults;
  private final WireTiming timing;
  private final Thread thread;
  private volatile boolean closed;
  private final BlockingQueue<Intervention> interventions = new LinkedBlockingQueue<>();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong servingNanos = new AtomicLong();
  private long silentUntilNanos;
  private byte[] heldBack = {};

  /** What somebody does to the instrument: unplugs it for a while, or cuts its power. */
  private record Intervention(Optional<Duration> away, CountDownLatch done) {}

  /** Starts an instrument; closing it closes the wire. */
  public Emulator(Firmware firmware, Wire wire, FaultInjector faults, WireTiming timing) {
    this.firmware = firmware;
    this.wire = wire;
    this.faults = faults;
    this.timing = timing;
    silentUntilNanos = System.nanoTime();
    thread = new Thread(this::run, "emulator " + firmware.kind() + " " + wire.address());
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns the address hosts connect to. */
  public String address() {
    return wire.address();
  }

  /** Returns the kind of instrument. */
  public String kind() {
    return firmware.kind();
  }

  /** Returns how many chunks of bytes came from hosts so far; a chunk is mostly one request. */
  public long requests() {
    return requests.get();
  }

  /**
   * Returns the time from requests to the ends of their replies so far [ns]: that of the wire, of
   * the instrument, and what this emulation of them was late.
   */
  public long servingNanos() {
    return servingNanos.get();
  }

  /** Returns the faults that happened so far. */
  public Map<FaultKind, Long> faults() {
    return faults.counts();
  }

  /**
   * Breaks the connection and returns when it is broken; comes back after a while. On a TCP wire
   * without a host, it is the next one's that breaks.
   */
  public void hangUp(Duration away) throws InterruptedException {
    intervene(new Intervention(Optional.of(away), new CountDownLatch(1)));
  }

  /** Takes the instrument's power for a moment and returns when it has started again. */
  public void powerCycle() throws InterruptedException {
    intervene(new Intervention(Optional.empty(), new CountDownLatch(1)));
  }

  private void intervene(Intervention intervention) throws InterruptedException {
    interventions.add(intervention);
    boolean done = false;
    // A closed emulator has nothing to break, and nobody to say so.
    while (!done && thread.isAlive()) {
      done = intervention.done().await(TICK_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  private void run() {
    while (!closed) {
      try {
        Optional<Link> host = wire.accept(Duration.ofNanos(TICK_NANOS));
        if (host.isPresent()) {
          try (Link link = host.get()) {
            serve(link);
          }
        } else {
          runUnheard();
        }
      } catch (IOException e) {
        if (!closed) {
          LOG.error("the emulated {} lost its wire: {}", firmware.kind(), e.getMessage());
        }
        return;
      } catch (DeviceException e) {
        LOG.debug("host left: {}", e.getMessage());
      }
    }
  }

  private void serve(Link link) throws DeviceException {
    byte[] buffer = new byte[4096];
    long wait = 0;
    while (!closed) {
      Intervention intervention = interventions.poll();
      if (intervention != null) {
        if (intervention.away().isPresent()) {
          link.close();
          intervention.done().countDown();
          stayAway(intervention.away().get().toNanos() / 1e6);
          return;
        }
        Outbox said = new Outbox();
        firmware.reboot(said);
        deliver(link, said.bytes());
        intervention.done().countDown();
      }
      int count = link.receive(buffer, System.nanoTime() + Math.min(wait, TICK_NANOS));
      if (count > 0 && !request(link, Arrays.copyOf(buffer, count))) {
        return;
      }
      Outbox events = new Outbox();
      wait = firmware.tick(System.nanoTime(), events);
      if (!silent()) {
        deliver(link, events.bytes());
      }
    }
  }

  /** Returns false if the host was disconnected. */
  private boolean request(Link link, byte[] request) throws DeviceException {
    long start = System.nanoTime();
    requests.incrementAndGet();
    List<FaultInjector.Due> due = faults.next();
    Outbox replies = new Outbox();
    byte[] arriving = asHeard(request, replies);
    for (FaultInjector.Due fault : due) {
      switch (fault.kind()) {
        case DISCONNECT -> {
          link.close();
          heldBack = new byte[0];
          stayAway(fault.argument());
          return false;
        }
        case REBOOT -> firmware.reboot(replies);
        case SILENT -> silentUntilNanos = start + (long) (fault.argument() * 1e6);
        case E15 -> {
          firmware.overrun(replies);
          arriving = new byte[0];
        }
        default -> {
          if (fault.onRequest()) {
            arriving = damaged(fault, arriving);
          }
        }
      }
    }
    if (arriving.length > 0) {
      firmware.receive(arriving, replies);
    }
    if (silent()) {
      return true;
    }
    byte[] reply = replies.bytes();
    int cut = reply.length;
    double splitMillis = 0;
    for (FaultInjector.Due fault : due) {
      if (fault.kind() == FaultKind.SPLIT) {
        cut = faults.cut(reply.length);
        splitMillis = fault.argument();
      } else if (fault.kind() == FaultKind.MERGE) {
        heldBack = joined(heldBack, reply);
        return true;
      } else if (!fault.onRequest()) {
        reply = damaged(fault, reply);
      }
    }
    reply = joined(heldBack, reply);
    heldBack = new byte[0];
    if (reply.length == 0) {
      return true;
    }
    if (timing.baud() > 0 || !timing.latency().isZero() || !timing.ftdiTimer().isZero()) {
      WireTiming.waitUntil(timing.deliveryNanos(start, request.length, reply.length));
    }
    cut = Math.min(cut, reply.length);
    // Before the last bytes leave: the host may answer them before this thread goes on.
    servingNanos.addAndGet(System.nanoTime() - start);
    deliver(link, Arrays.copyOf(reply, cut));
    if (cut < reply.length) {
      pause(splitMillis);
      deliver(link, Arrays.copyOfRange(reply, cut, reply.length));
    }
    return true;
  }

  private byte[] damaged(FaultInjector.Due fault, byte[] frame) {
    return switch (fault.kind()) {
      case DROP -> new byte[0];
      case DUPLICATE -> joined(frame, frame);
      case GARBLE -> {
        byte[] garbled = frame.clone();
        faults.garble(garbled);
        yield garbled;
      }
      case DELAY -> {
        pause(fault.argument());
        yield frame;
      }
      default -> frame;
    };
  }

  private boolean silent() {
    return System.nanoTime() - silentUntilNanos < 0;
  }

  /** What a host at another baud rate says is nonsense to the instrument, and the reverse. */
  private byte[] asHeard(byte[] request, Firmware.Replies replies) {
    int hostBaud = wire.hostBaud();
    if (hostBaud == 0 || wire.baud() == 0 || hostBaud == wire.baud()) {
      return request;
    }
    Uart.Heard heard = Uart.hear(request, hostBaud, wire.baud());
    if (heard.framingErrors() > 0) {
      firmware.overrun(replies);
    }
    return heard.bytes();
  }

  private void deliver(Link link, byte[] bytes) throws DeviceException {
    int hostBaud = bytes.length == 0 || wire.baud() == 0 ? 0 : wire.hostBaud();
    byte[] heard = hostBaud == 0 ? bytes : Uart.hear(bytes, wire.baud(), hostBaud).bytes();
    if (heard.length > 0) {
      link.send(heard);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    if (first.length == 0) {
      return second;
    }
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Without a host the instrument runs on: its watchdog must trip. What it says is lost. */
  private void runUnheard() {
    firmware.tick(System.nanoTime(), frame -> {});
  }

  private void stayAway(double millis) {
    long end = System.nanoTime() + (long) (millis * 1e6);
    while (!closed && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(Math.min(TICK_NANOS, end - System.nanoTime()));
      runUnheard();
    }
  }

  private void pause(double millis) {
    long end = System.nanoTime() + (long) (millis * 1e6);
    while (!closed && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(Math.min(TICK_NANOS, end - System.nanoTime()));
    }
  }

  @Override
  public void close() {
    closed = true;
    wire.close();
    LockSupport.unpark(thread);
    try {
      thread.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Outbox implements Firmware.Replies {
    private final ByteArrayOutputStream all = new ByteArrayOutputStream(256);

    @Override
    public void send(byte[] frame) {
      all.write(frame, 0, frame.length);
    }

    byte[] bytes() {
      return all.toByteArray();
    }
  }
}
