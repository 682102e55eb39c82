package org.insitu.trainer.digits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.insitu.trainer.data.DatasetException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
  private static final int PIXELS = 28 * 28;

  @TempDir private Path folder;

  @BeforeEach
  void writeASet() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), images(3, 28));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(5, 0, 9));
    Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), zipped(images(2, 28)));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), zipped(labels(7, 2)));
  }

  @Test
  void plainAndZippedFilesAreReadInOrder() throws DatasetException {
    Digits digits = Digits.mnist(folder);
    assertEquals(3, digits.train().size());
    assertArrayEquals(new byte[] {5, 0, 9}, digits.train().labels());
    assertArrayEquals(new byte[] {7, 2}, digits.test().labels());
    assertEquals((byte) 2, digits.train().pixels()[2][0]);
    assertEquals((byte) (PIXELS - 1), digits.test().pixels()[0][PIXELS - 1]);
  }

  @Test
  void aZippedFileIsKnownByItsContentNotItsName() throws IOException, DatasetException {
    Files.write(folder.resolve("train-labels-idx1-ubyte"), zipped(labels(1, 2, 3)));
    assertArrayEquals(new byte[] {1, 2, 3}, Digits.mnist(folder).train().labels());
  }

  @Test
  void missingFolderAndFileAreNamed() throws IOException {
    assertSays(folder.resolve("nowhere"), "nowhere is not a folder");
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    assertSays(folder, "neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void swappedFilesAreRecognised() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), labels(5, 0, 9));
    assertSays(folder, "holds labels where images were expected");
  }

  @Test
  void setsThatChangedPlacesAreRecognised() throws IOException {
    Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), zipped(images(4, 28)));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), zipped(labels(7, 2, 1, 0)));
    assertSays(folder, "3 images to train with but 4 to test with; are train and t10k swapped?");
  }

  @Test
  void identityTellsOtherImagesAndLabels() throws IOException, DatasetException {
    String before = Digits.mnist(folder).identity();
    assertEquals(before, Digits.mnist(folder).identity());
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(5, 0, 8));
    assertNotEquals(before, Digits.mnist(folder).identity());
    assertEquals(Digits.drawn(1).identity(), Digits.drawn(2).identity());
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Files.writeString(folder.resolve("train-images-idx3-ubyte"), "<html>not found</html>");
    assertSays(folder, "is not an IDX file of images");
    Files.write(folder.resolve("train-images-idx3-ubyte"), images(3, 32));
    assertSays(folder, "32 x 32 pixels");
  }

  @Test
  void truncatedFilesAreRefusedWhereverTheyEnd() throws IOException {
    byte[] whole = images(3, 28);
    for (int length : new int[] {0, 1, 3, 4, 7, 15, 16, 17, whole.length - 1}) {
      Files.write(folder.resolve("train-images-idx3-ubyte"), Arrays.copyOf(whole, length));
      assertSays(folder, "ends too early");
    }
    byte[] zip = zipped(labels(7, 2));
    Files.write(folder.resolve("train-images-idx3-ubyte"), whole);
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), Arrays.copyOf(zip, zip.length / 2));
    assertSays(folder, "ends too early");
  }

  @Test
  void aFileThatGoesOnIsRefused() throws IOException {
    byte[] whole = images(3, 28);
    Files.write(folder.resolve("train-images-idx3-ubyte"), Arrays.copyOf(whole, whole.length + 1));
    assertSays(folder, "goes on behind its 3 items");
  }

  @Test
  void differentCountsAreRefused() throws IOException {
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(5, 0));
    assertSays(folder, "has 3 images but", "has 2 labels");
  }

  @Test
  void labelsOutOfRangeAreRefused() throws IOException {
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(5, 10, 9));
    assertSays(folder, "label 10 at place 1");
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(5, 200, 9));
    assertSays(folder, "label 200 at place 1");
  }

  private static void assertSays(Path folder, String... parts) {
    String message = assertThrows(DatasetException.class, () -> Digits.mnist(folder)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  /** Pixel p of image i is i + p. */
  private static byte[] images(int count, int side) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * side * side);
    bytes.putInt(0x803).putInt(count).putInt(side).putInt(side);
    for (int i = 0; i < count; i++) {
      for (int p = 0; p < side * side; p++) {
        bytes.put((byte) (i + p));
      }
    }
    return bytes.array();
  }

  private static byte[] labels(int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
    bytes.putInt(0x801).putInt(labels.length);
    for (int label : labels) {
      bytes.put((byte) label);
    }
    return bytes.array();
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(bytes);
    }
    return zipped.toByteArray();
  }
}
