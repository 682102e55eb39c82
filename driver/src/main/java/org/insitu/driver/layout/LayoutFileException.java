package org.insitu.driver.layout;

import org.insitu.driver.yaml.YamlFileException;

/** A chip layout file cannot be used. The message is one sentence with file and line. */
public final class LayoutFileException extends YamlFileException {
  private static final long serialVersionUID = 1L;

  /** Creates one; {@code cause} may be null. */
  public LayoutFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
