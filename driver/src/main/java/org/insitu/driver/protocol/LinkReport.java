package org.insitu.driver.protocol;

/**
 * What went wrong on a link and was mended, so that nothing is mended silently.
 *
 * @param requests requests sent, repeats not counted
 * @param repeats requests sent again
 * @param timeouts replies that did not come in time
 * @param badFrames lines that were no frame, or had a wrong checksum
 * @param stale replies to earlier requests, or second copies
 * @param deviceErrors errors that the instrument reported
 * @param restarts times the instrument was found rebooted or tripped and was set up again
 */
public record LinkReport(
    long requests,
    long repeats,
    long timeouts,
    long badFrames,
    long stale,
    long deviceErrors,
    long restarts) {
  /** Counts nothing. */
  public static final LinkReport NONE = new LinkReport(0, 0, 0, 0, 0, 0, 0);

  /** Returns the sum of two reports. */
  public LinkReport plus(LinkReport other) {
    return new LinkReport(
        requests + other.requests,
        repeats + other.repeats,
        timeouts + other.timeouts,
        badFrames + other.badFrames,
        stale + other.stale,
        deviceErrors + other.deviceErrors,
        restarts + other.restarts);
  }

  /** Returns whether anything but plain requests was counted. */
  public boolean troubled() {
    return repeats + timeouts + badFrames + stale + deviceErrors + restarts > 0;
  }
}
