package org.insitu.gui.model;

import java.time.Instant;

/**
 * One entry of the log.
 *
 * @param number counts from 1, without gaps
 * @param time when
 * @param severity how bad
 * @param text one or two sentences: what, where, what to do
 */
public record Alarm(long number, Instant time, Severity severity, String text) {
  /** How bad it is. */
  public enum Severity {
    /** Something was done. */
    INFO,
    /** Something should be looked at. */
    WARNING,
    /** Something failed. */
    ERROR,
    /** Heaters may be on although they must not be. */
    DANGER
  }
}
