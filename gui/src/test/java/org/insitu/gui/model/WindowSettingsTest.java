package org.insitu.gui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WindowSettingsTest {
  @TempDir Path folder;

  @Test
  void remembersThemeTabAndSize() {
    Path file = folder.resolve("deep").resolve("window.properties");
    WindowSettings settings = new WindowSettings(file);
    settings.remember(true, 2);
    settings.rememberSize(1500, 900, false);
    settings.save();
    WindowSettings again = new WindowSettings(file);
    assertTrue(again.dark());
    assertEquals(2, again.tab());
    assertEquals(1500, again.width());
    assertEquals(900, again.height());
    assertFalse(again.maximised());
  }

  @Test
  void takesDefaultsForNonsense() throws IOException {
    Path file = folder.resolve("window.properties");
    Files.writeString(file, "width=huge\nheight=-3\ntab=\\u12\n");
    assertEquals(1280, new WindowSettings(file).width());
    Files.writeString(file, "width=huge\nheight=-3\n");
    assertEquals(1280, new WindowSettings(file).width());
    assertEquals(800, new WindowSettings(file).height());
  }
}
