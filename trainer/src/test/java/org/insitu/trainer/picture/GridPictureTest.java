package org.insitu.trainer.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class GridPictureTest {
  /** Darker than this is ink. */
  private static final int DARK = 0x60;

  private static GridPicture picture(GridPicture.Quantity quantity, List<String> rows) {
    return new GridPicture("a study", quantity, "x", List.of("0", "1"), "y", rows);
  }

  private static BufferedImage heatMap(double[]... values) throws IOException {
    GridPicture picture =
        picture(
            GridPicture.Quantity.share("testError"),
            Arrays.stream(values).map(row -> "0.1").toList());
    return decoded(picture.heatMap(List.of(new GridPicture.Panel("", values))));
  }

  private static BufferedImage decoded(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static boolean inked(BufferedImage image, int left, int right, int top, int bottom) {
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        if ((image.getRGB(x, y) & 0xFF) < DARK) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void everyRowHasItsLabelHoweverDarkItsNeighbours() throws IOException {
    BufferedImage image = heatMap(new double[] {0, 1}, new double[] {1, 1}, new double[] {0, 0});
    // Rows are 148 pixels high and begin at 140; labels end 16 pixels before 220.
    for (int row = 0; row < 3; row++) {
      int top = 140 + 148 * row;
      assertTrue(inked(image, 120, 210, top, top + 148), "row " + row + " from the top");
    }
  }

  @Test
  void aNarrowPictureHasRoomForItsTitle() throws IOException {
    String title = "a study of several imperfections that has a long name";
    GridPicture picture =
        new GridPicture(
            title, GridPicture.Quantity.share("testError"), "x", List.of("0"), "y", List.of("0"));
    BufferedImage image =
        decoded(picture.heatMap(List.of(new GridPicture.Panel("", new double[][] {{0.1}}))));
    assertFalse(inked(image, 0, 4, 0, 100));
    assertFalse(inked(image, image.getWidth() - 4, image.getWidth(), 0, 100));
    assertTrue(inked(image, 0, image.getWidth(), 0, 100));
  }

  @Test
  void sharesAreInPercentAndLossesAreNot() throws IOException {
    double[][] values = {{0.5, 2}};
    List<GridPicture.Panel> panels = List.of(new GridPicture.Panel("", values));
    double[][] hundredfold = {{50, 200}};
    byte[] share = picture(GridPicture.Quantity.share("v"), List.of("0")).lines(panels);
    byte[] plain =
        picture(new GridPicture.Quantity("v (%)", 1), List.of("0"))
            .lines(List.of(new GridPicture.Panel("", hundredfold)));
    assertArrayEquals(plain, share);
    byte[] loss = picture(new GridPicture.Quantity("v (%)", 1), List.of("0")).lines(panels);
    assertFalse(Arrays.equals(loss, share));
  }

  @Test
  void nineLinesAreToldApart() throws IOException {
    List<String> names = IntStream.range(0, 9).mapToObj(String::valueOf).toList();
    double[][] values = new double[9][2];
    Arrays.stream(values).forEach(row -> Arrays.fill(row, Double.NaN));
    values[1] = new double[] {1, 2};
    double[][] later = values.clone();
    later[1] = values[0];
    later[6] = values[1];
    GridPicture picture = picture(GridPicture.Quantity.plain("v"), names);
    assertFalse(
        Arrays.equals(
            picture.lines(List.of(new GridPicture.Panel("", values))),
            picture.lines(List.of(new GridPicture.Panel("", later)))));
  }

  @Test
  void nothingAndZerosAreDrawnToo() throws IOException {
    GridPicture picture = picture(GridPicture.Quantity.share("v"), List.of("0"));
    for (double value : new double[] {0, Double.NaN}) {
      double[][] values = {{value, value}};
      List<GridPicture.Panel> panels = List.of(new GridPicture.Panel("", values));
      assertTrue(picture.lines(panels).length > 0);
      assertTrue(picture.heatMap(panels).length > 0);
    }
  }
}
