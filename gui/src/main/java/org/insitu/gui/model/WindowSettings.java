package org.insitu.gui.model;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the window remembers from one time to the next: a small file. A file that cannot be read or
 * written costs the memory, never the window.
 */
public final class WindowSettings {
  private static final Logger LOG = LoggerFactory.getLogger(WindowSettings.class);
  private final Path file;
  private final Properties properties = new Properties();

  /** Reads a file; one that is not there gives the defaults. */
  public WindowSettings(Path file) {
    this.file = file;
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (NoSuchFileException firstTime) {
      LOG.debug("no settings yet at {}", file);
    } catch (IOException | IllegalArgumentException unreadable) {
      LOG.warn("the settings {} cannot be read, so the defaults are used", file, unreadable);
      properties.clear();
    }
  }

  /** Returns the file in the user's configuration folder. */
  public static Path defaultFile() {
    String configured = System.getenv("XDG_CONFIG_HOME");
    Path home = Path.of(System.getProperty("user.home"));
    Path folder =
        configured == null || configured.isBlank() ? home.resolve(".config") : Path.of(configured);
    return folder.resolve("insitu").resolve("window.properties");
  }

  /** Returns whether the theme is dark. */
  public boolean dark() {
    return Boolean.parseBoolean(properties.getProperty("dark", "false"));
  }

  /** Returns the tab that was open, from 0. */
  public int tab() {
    return (int) number("tab", 0, 0, 20);
  }

  /** Returns the width of the window [px]. */
  public double width() {
    return number("width", 1280, 640, 10_000);
  }

  /** Returns the height of the window [px]. */
  public double height() {
    return number("height", 800, 480, 10_000);
  }

  /** Returns whether the window filled the screen. */
  public boolean maximised() {
    return Boolean.parseBoolean(properties.getProperty("maximised", "false"));
  }

  /** Takes note of theme and tab. */
  public void remember(boolean dark, int tab) {
    properties.setProperty("dark", String.valueOf(dark));
    properties.setProperty("tab", String.valueOf(tab));
  }

  /** Takes note of the size. */
  public void rememberSize(double width, double height, boolean maximised) {
    properties.setProperty("maximised", String.valueOf(maximised));
    if (!maximised) {
      properties.setProperty("width", String.valueOf(width));
      properties.setProperty("height", String.valueOf(height));
    }
  }

  /** Writes the file, whole or not at all. */
  public void save() {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        properties.store(out, null);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      LOG.warn("the settings {} cannot be written", file, unwritable);
    }
  }

  private double number(String key, double otherwise, double low, double high) {
    try {
      double value = Double.parseDouble(properties.getProperty(key, String.valueOf(otherwise)));
      return value >= low && value <= high ? value : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
