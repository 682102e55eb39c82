package org.insitu.trainer.digits;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.insitu.trainer.data.DatasetException;

/**
 * Reads files of the IDX format: two zero bytes, a type (8 is unsigned byte), the number of
 * dimensions, each dimension as a big-endian 32-bit number, then the values.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">the MNIST database</a>
 */
final class IdxFile {
  private static final int IMAGES = 0x0803;
  private static final int LABELS = 0x0801;
  private static final int SIDE = 28;

  /** The published sets have 60,000; a hundred times that is a broken header. */
  private static final int MOST_ITEMS = 6_000_000;

  private IdxFile() {}

  /** Reads images and labels of {@code train} or {@code t10k}. */
  static DigitImages pair(Path folder, String set) throws DatasetException {
    Path imageFile = find(folder, set + "-images-idx3-ubyte");
    Path labelFile = find(folder, set + "-labels-idx1-ubyte");
    byte[][] images = images(imageFile);
    byte[] labels = labels(labelFile);
    if (images.length != labels.length) {
      throw new DatasetException(
          "%s has %d images but %s has %d labels; they are not of the same set."
              .formatted(imageFile, images.length, labelFile, labels.length));
    }
    return new DigitImages(SIDE, images, labels);
  }

  private static Path find(Path folder, String name) throws DatasetException {
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(
          "%s is not a folder; name the one with the IDX files of MNIST.".formatted(folder));
    }
    for (String candidate : new String[] {name, name + ".gz"}) {
      if (Files.isRegularFile(folder.resolve(candidate))) {
        return folder.resolve(candidate);
      }
    }
    throw new DatasetException(
        "There is neither %s nor %s.gz in %s; put the four files of MNIST there."
            .formatted(name, name, folder));
  }

  private static byte[][] images(Path file) throws DatasetException {
    return read(
        file,
        IMAGES,
        (in, count) -> {
          int rows = number(in);
          int columns = number(in);
          if (rows != SIDE || columns != SIDE) {
            throw new DatasetException(
                "%s has images of %d x %d pixels; MNIST has %d x %d."
                    .formatted(file, rows, columns, SIDE, SIDE));
          }
          byte[][] images = new byte[count][];
          for (int image = 0; image < count; image++) {
            images[image] = whole(in, SIDE * SIDE);
          }
          return images;
        });
  }

  private static byte[] labels(Path file) throws DatasetException {
    byte[] labels = read(file, LABELS, IdxFile::whole);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= DigitImages.CLASSES) {
        throw new DatasetException(
            "%s has the label %d at place %d; digits are 0 to 9."
                .formatted(file, labels[i] & 0xff, i));
      }
    }
    return labels;
  }

  /** What stands behind the number of items. */
  private interface Body<T> {
    T read(InputStream in, int count) throws IOException, DatasetException;
  }

  private static <T> T read(Path file, int magic, Body<T> body) throws DatasetException {
    try (InputStream in = open(file)) {
      int found = number(in);
      if (found != magic) {
        throw new DatasetException(file + " " + mistaken(found, magic));
      }
      int count = number(in);
      if (count < 1 || count > MOST_ITEMS) {
        throw new DatasetException("%s says it has %d items.".formatted(file, count));
      }
      T items = body.read(in, count);
      if (in.read() >= 0) {
        throw new DatasetException(
            "%s goes on behind its %d items; fetch it again.".formatted(file, count));
      }
      return items;
    } catch (EOFException e) {
      throw new DatasetException(file + " ends too early; fetch it again.", e);
    } catch (ZipException e) {
      throw new DatasetException(
          "%s is damaged (%s); fetch it again.".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new DatasetException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static String mistaken(int found, int magic) {
    String wanted = magic == IMAGES ? "images" : "labels";
    if (found == IMAGES || found == LABELS) {
      return "holds %s where %s were expected; are two files swapped?"
          .formatted(found == IMAGES ? "images" : "labels", wanted);
    }
    return "is not an IDX file of %s: it begins with %08x, not %08x."
        .formatted(wanted, found, magic);
  }

  /** Opens a file, unzipped if it is a gzip file whatever its name. */
  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(2);
    boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return zipped ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16) : in;
  }

  private static int number(InputStream in) throws IOException {
    return ByteBuffer.wrap(whole(in, Integer.BYTES)).getInt();
  }

  private static byte[] whole(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }
}
