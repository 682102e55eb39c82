package org.insitu.driver.link;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.insitu.driver.device.DeviceException;

/**
 * The bounded queue between a reader thread and the thread that owns a link. A full buffer makes
 * the reader wait, so that an instrument that never stops sending costs no memory.
 */
final class ReceiveBuffer {
  private final byte[] ring;
  private int head;
  private int size;
  private String end;
  private Throwable endCause;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition taken = lock.newCondition();

  ReceiveBuffer(int capacity) {
    ring = new byte[capacity];
  }

  /** Adds bytes, waiting for room. Bytes that arrive after the end are dropped. */
  void put(byte[] bytes, int count) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      int done = 0;
      while (done < count && end == null) {
        while (size == ring.length && end == null) {
          taken.await();
        }
        int tail = (head + size) % ring.length;
        int chunk = Math.min(count - done, Math.min(ring.length - size, ring.length - tail));
        System.arraycopy(bytes, done, ring, tail, chunk);
        size += chunk;
        done += chunk;
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Declares that nothing more will arrive; only the first reason counts. */
  void end(String reason, Throwable cause) {
    lock.lock();
    try {
      if (end == null) {
        end = reason;
        endCause = cause;
        arrived.signalAll();
        taken.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Throws if the end was declared. */
  void requireOpen() throws DeviceException.LinkLost {
    lock.lock();
    try {
      if (end != null) {
        throw new DeviceException.LinkLost(end, endCause);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes what is there, at most {@code into.length} bytes; 0 if the deadline passes first. */
  int take(byte[] into, long deadlineNanos) throws DeviceException.LinkLost {
    lock.lock();
    try {
      while (size == 0) {
        if (end != null) {
          throw new DeviceException.LinkLost(end, endCause);
        }
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          return 0;
        }
        arrived.await(left, TimeUnit.NANOSECONDS);
      }
      int count = Math.min(size, into.length);
      int first = Math.min(count, ring.length - head);
      System.arraycopy(ring, head, into, 0, first);
      System.arraycopy(ring, 0, into, first, count - first);
      head = (head + count) % ring.length;
      size -= count;
      taken.signal();
      return count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException.LinkLost("interrupted while waiting for the instrument", e);
    } finally {
      lock.unlock();
    }
  }
}
