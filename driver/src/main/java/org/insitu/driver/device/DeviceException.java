package org.insitu.driver.device;

import java.util.function.Supplier;
import org.insitu.mesh.processor.ProcessorException;

/**
 * A device failed. The message is one sentence for the user: what, where, what to do.
 *
 * <p>The family is closed so that callers can decide by kind whether a retry makes sense.
 */
public abstract sealed class DeviceException extends ProcessorException {
  private static final long serialVersionUID = 1L;

  private transient Supplier<String> traffic = () -> "";

  private DeviceException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Attaches what last went over the wire.
   *
   * @param traffic called when somebody wants to read it; must hold a copy, not a live view
   */
  public final void attachTraffic(Supplier<String> traffic) {
    this.traffic = traffic;
  }

  /** Returns what last went over the wire, one frame a line; empty if nothing was attached. */
  public final String wireTraffic() {
    return traffic == null ? "" : traffic.get();
  }

  /** The link is gone: unplugged, closed by the peer, or never opened. */
  public static final class LinkLost extends DeviceException {
    private static final long serialVersionUID = 1L;

    /** Creates one; {@code cause} may be null. */
    public LinkLost(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The device did not answer in time. */
  public static final class Timeout extends DeviceException {
    private static final long serialVersionUID = 1L;

    /** Creates one; {@code cause} may be null. */
    public Timeout(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The device sent something that is not in its protocol. */
  public static final class BadFrame extends DeviceException {
    private static final long serialVersionUID = 1L;

    /** Creates one; {@code cause} may be null. */
    public BadFrame(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The device understood and refused, or reported an error of its own. */
  public static final class Rejected extends DeviceException {
    private static final long serialVersionUID = 1L;

    /** Creates one; {@code cause} may be null. */
    public Rejected(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
