package org.insitu.driver.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.insitu.driver.device.DeviceException;

/**
 * Puts the serial library's native part where only its user can write. Left alone it unpacks to the
 * shared temporary folder with mode 0777, where anybody could replace it.
 */
final class NativeLibrary {
  private static final String PATH_PROPERTY = "jSerialComm.library.path";
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private NativeLibrary() {}

  /** Unpacks the library once; does nothing where the user has chosen a place of their own. */
  static synchronized void prepare() throws DeviceException {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return;
    }
    Optional<String> resource =
        resource(System.getProperty("os.name"), System.getProperty("os.arch"));
    if (resource.isEmpty()) {
      return;
    }
    try {
      Path folder = privateFolder(cacheHome().resolve("insitu").resolve("native"));
      unpack(resource.get(), folder);
      System.setProperty(PATH_PROPERTY, folder.toString());
    } catch (IOException e) {
      throw new DeviceException.LinkLost(
          "the serial library could not be unpacked (%s); set -D%s to a folder that holds it"
              .formatted(e.getMessage(), PATH_PROPERTY),
          e);
    }
  }

  /** Returns where the library lies in its jar on systems with POSIX permissions. */
  static Optional<String> resource(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch =
        switch (osArch) {
          case "amd64", "x86_64" -> "x86_64";
          case "i386", "i686", "x86" -> "x86";
          case "aarch64", "arm64" -> os.startsWith("mac") ? "aarch64" : "armv8_64";
          default -> "";
        };
    if (arch.isEmpty()) {
      return Optional.empty();
    }
    if (os.startsWith("linux")) {
      return Optional.of("/Linux/" + arch + "/libjSerialComm.so");
    }
    if (os.startsWith("mac")) {
      return Optional.of("/OSX/" + arch + "/libjSerialComm.jnilib");
    }
    return Optional.empty();
  }

  private static Path cacheHome() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg == null || xdg.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(xdg);
  }

  /** Returns the folder, made for its owner alone, or a fresh one if it cannot be made so. */
  static Path privateFolder(Path wanted) throws IOException {
    try {
      Files.createDirectories(wanted.getParent());
      if (!Files.isDirectory(wanted)) {
        Files.createDirectory(wanted, PosixFilePermissions.asFileAttribute(PRIVATE));
      }
      if (Files.getPosixFilePermissions(wanted).equals(PRIVATE)
          && Files.getOwner(wanted).getName().equals(System.getProperty("user.name"))
          && Files.isWritable(wanted)) {
        return wanted;
      }
    } catch (IOException e) {
      // A read-only home: the temporary folder below serves as well.
      return Files.createTempDirectory("insitu-native-");
    }
    return Files.createTempDirectory("insitu-native-");
  }

  static void unpack(String resource, Path folder) throws IOException {
    Path target = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    byte[] library;
    try (InputStream in = com.fazecast.jSerialComm.SerialPort.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("the serial library has no " + resource);
      }
      library = in.readAllBytes();
    }
    if (Files.exists(target) && Arrays.equals(Files.readAllBytes(target), library)) {
      return;
    }
    // Another process may be loading the old one: replace it in one step.
    Path fresh = Files.createTempFile(folder, "unpack", ".part");
    Files.write(fresh, library);
    Files.setPosixFilePermissions(fresh, PRIVATE);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
