package org.insitu.driver.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WireTraceTest {
  @Test
  void onlyTheLastFramesAreKeptOldestFirst() {
    WireTrace trace = new WireTrace();
    for (int i = 0; i < WireTrace.FRAMES + 3; i++) {
      trace.record("x", WireTrace.Way.SENT, new byte[] {(byte) i}, 1);
    }
    assertEquals(WireTrace.FRAMES, trace.frames().size());
    assertEquals(3, trace.frames().get(0).bytes()[0]);
  }

  @Test
  void aLongFrameIsCutAndSaysSo() {
    WireTrace trace = new WireTrace();
    trace.record("x", WireTrace.Way.RECEIVED, new byte[5000], 5000);
    WireTrace.Frame frame = trace.frames().get(0);
    assertEquals(WireTrace.FRAME_BYTES, frame.bytes().length);
    assertTrue(frame.line().endsWith("... 5000 bytes"));
  }

  @Test
  void recordedBytesAreCopied() {
    WireTrace trace = new WireTrace();
    byte[] reused = {'a'};
    trace.record("x", WireTrace.Way.SENT, reused, 1);
    reused[0] = 'b';
    assertTrue(trace.frames().get(0).line().endsWith("x a"));
  }
}
