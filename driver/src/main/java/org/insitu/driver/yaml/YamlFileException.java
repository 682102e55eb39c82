package org.insitu.driver.yaml;

/** A file that a person wrote cannot be used. The message is one sentence with file and line. */
public class YamlFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates one; {@code cause} may be null. */
  public YamlFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
