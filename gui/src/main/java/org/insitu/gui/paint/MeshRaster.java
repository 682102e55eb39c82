package org.insitu.gui.paint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;

/**
 * Draws a mesh whose parts are only a few pixels large, pixel by pixel: thousands of paths would
 * take the software pipeline a second. Which part covers which pixel is found once for a view;
 * after that a new picture is a table of colours, looked up per pixel.
 */
final class MeshRaster {
  private static final int LEVELS = 256;

  /** Share of a column, at either end, in which a waveguide bends towards a coupler. */
  private static final double BEND = 0.3;

  private final PixelImage image = new PixelImage();
  private Optional<Drawn> drawn = Optional.empty();
  private int[] place = new int[0];
  private int[] part = new int[0];
  private int[] colour = new int[0];
  private final int[] level = new int[LEVELS];

  /** What decides which part covers which pixel. Parts: waveguides, heaters, the mark. */
  private record Drawn(
      MeshGeometry geometry,
      MeshPainter.Viewport view,
      double scale,
      Optional<Integer> selected,
      Palette colours) {}

  /** Returns the picture. */
  Node node() {
    return image.node();
  }

  /** Shows or hides the picture. */
  void setVisible(boolean visible) {
    image.setVisible(visible);
  }

  /**
   * Paints and shows a picture.
   *
   * @param view in units of the layout
   * @param scale pixels of the screen per unit
   */
  void paint(
      MeshGeometry geometry,
      MeshScene scene,
      Palette colours,
      MeshPainter.Viewport view,
      double scale) {
    image.place(0, 0, view.width(), view.height(), scale);
    Drawn wanted = new Drawn(geometry, view, scale, scene.selected(), colours);
    if (!drawn.equals(Optional.of(wanted))) {
      cover(wanted);
      drawn = Optional.of(wanted);
    }
    waveguides(scene.telemetry());
    heaters(scene.phaseRad(), geometry.layout().rows() * geometry.layout().columns());
    int[] pixels = image.pixels();
    for (int i = 0; i < place.length; i++) {
      pixels[place[i]] = colour[part[i]];
    }
    image.flush();
  }

  private void waveguides(ChipTelemetry telemetry) {
    ChipLayout layout = telemetry.layout();
    int faint = PixelImage.opaque(drawn.orElseThrow().colours().faint());
    for (int column = 0; column < layout.columns(); column++) {
      int first = column * layout.rows();
      if (!telemetry.fresh(column)) {
        Arrays.fill(colour, first, first + layout.rows(), faint);
        continue;
      }
      double[] power = telemetry.tapW()[column];
      double sum = 0;
      for (double tap : power) {
        sum += Math.max(0, tap);
      }
      for (int row = 0; row < layout.rows(); row++) {
        double share = sum > 0 ? Math.max(0, power[row]) / sum : 0;
        colour[first + row] = level[(int) (Math.sqrt(share) * (LEVELS - 1))];
      }
    }
  }

  private void heaters(double[] phaseRad, int first) {
    int unknown = PixelImage.opaque(drawn.orElseThrow().colours().muted());
    for (int i = 0; i < phaseRad.length; i++) {
      colour[first + i] =
          Double.isNaN(phaseRad[i]) ? unknown : PixelImage.opaque(Palette.phase(phaseRad[i]));
    }
  }

  /** Finds the part that covers each pixel, and fills the ground. */
  private void cover(Drawn wanted) {
    ChipLayout layout = wanted.geometry().layout();
    int waveguides = layout.rows() * layout.columns();
    int mark = waveguides + layout.heaters().size();
    colour = new int[mark + 1];
    colour[mark] = PixelImage.opaque(wanted.colours().accent());
    for (int i = 0; i < LEVELS; i++) {
      double root = (double) i / (LEVELS - 1);
      level[i] = PixelImage.opaque(wanted.colours().power(root * root));
    }
    Arrays.fill(image.pixels(), PixelImage.opaque(wanted.colours().panel()));
    int[] covering = new int[image.pixels().length];
    Arrays.fill(covering, -1);
    MeshPainter.Viewport view = wanted.view().times(wanted.scale());
    coverWaveguides(covering, wanted.geometry(), view);
    coverHeaters(covering, layout.heaters(), view, wanted.selected(), waveguides);
    place = new int[covering.length];
    part = new int[covering.length];
    int count = 0;
    for (int at = 0; at < covering.length; at++) {
      if (covering[at] >= 0) {
        place[count] = at;
        part[count++] = covering[at];
      }
    }
    place = Arrays.copyOf(place, count);
    part = Arrays.copyOf(part, count);
  }

  private void coverWaveguides(int[] covering, MeshGeometry geometry, MeshPainter.Viewport view) {
    ChipLayout layout = geometry.layout();
    int thick = (int) Math.max(1, Math.min(4 * image.scale(), view.rowPitch() * 0.18));
    for (int column = 0; column < layout.columns(); column++) {
      double x0 = view.px(column);
      double x1 = view.px(column + 1);
      if (x1 < 0 || x0 >= image.width()) {
        continue;
      }
      for (int row = 0; row < layout.rows(); row++) {
        double y = view.py(row);
        double left = view.py(geometry.leftRow(column, row));
        double right = view.py(geometry.rightRow(column, row));
        int end = (int) Math.min(image.width(), Math.floor(x1));
        for (int x = (int) Math.max(0, Math.floor(x0)); x < end; x++) {
          double at = (x + 0.5 - x0) / (x1 - x0);
          double middle = y;
          if (at < BEND) {
            middle = left + (y - left) * at / BEND;
          } else if (at > 1 - BEND) {
            middle = y + (right - y) * (at - 1 + BEND) / BEND;
          }
          int high = (int) Math.round(middle - thick / 2.0);
          fill(covering, x, high, 1, thick, column * layout.rows() + row);
        }
      }
    }
  }

  private void coverHeaters(
      int[] covering,
      List<Heater> heaters,
      MeshPainter.Viewport view,
      Optional<Integer> selected,
      int first) {
    int w = (int) Math.max(2, view.columnPitch() * 0.52);
    int h = (int) Math.max(2, Math.min(view.rowPitch() * 0.4, view.columnPitch() * 0.6));
    for (int i = 0; i < heaters.size(); i++) {
      int x = (int) Math.round(view.px(heaters.get(i).column() + 0.5) - w / 2.0);
      int y = (int) Math.round(view.py(heaters.get(i).row()) - h / 2.0);
      if (selected.equals(Optional.of(i))) {
        fill(covering, x - 3, y - 3, w + 6, h + 6, first + heaters.size());
      }
      fill(covering, x, y, w, h, first + i);
    }
  }

  private void fill(int[] covering, int x, int y, int w, int h, int what) {
    int left = Math.max(0, x);
    int right = Math.min(image.width(), x + w);
    int bottom = Math.min(image.height(), y + h);
    for (int row = Math.max(0, y); row < bottom && left < right; row++) {
      Arrays.fill(covering, row * image.width() + left, row * image.width() + right, what);
    }
  }
}
