package org.insitu.gui.paint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.insitu.driver.chip.FidelityTest;

/** How the fidelities of a test are spread: infidelity on a logarithmic scale. */
public final class HistogramView extends CanvasPane {
  private static final double LEFT = 54;
  private static final double TOP = 48;
  private static final double BOTTOM = 40;
  private static final int BINS = 30;
  private static final Axis INFIDELITY = new Axis(1e-6, 1, true);
  private Optional<FidelityTest.Result> result = Optional.empty();

  /** Creates an empty view. */
  public HistogramView() {
    setAccessibleText("Histogram of the fidelity test");
  }

  /** Shows a result. */
  public void show(Optional<FidelityTest.Result> newResult) {
    result = newResult;
    repaint();
  }

  @Override
  protected void paint(GraphicsContext g, double width, double height) {
    g.setFill(palette().text());
    write(g, "Fidelity test: random unitaries", LEFT, 8, TextAlignment.LEFT, VPos.TOP);
    double w = width - LEFT - 14;
    double h = height - TOP - BOTTOM;
    if (w < 50 || h < 20) {
      return;
    }
    if (result.isEmpty()) {
      g.setStroke(palette().faint());
      g.strokeRect(LEFT + 0.5, TOP + 0.5, w, h);
      remark(g, "Test fidelity: programs random unitaries and compares", width, height + 10);
      return;
    }
    int[] amplitude = bins(result.get().amplitude().values());
    int[] complex = bins(result.get().complex().values());
    int most =
        Math.max(Arrays.stream(amplitude).max().orElse(1), Arrays.stream(complex).max().orElse(1));
    Axis count = new Axis(0, most, false);
    small(g);
    for (double tick : count.ticks((int) Math.max(2, h / 30))) {
      double y = Math.round(TOP + h - count.position(tick) * h) + 0.5;
      g.setStroke(palette().faint());
      g.strokeLine(LEFT, y, LEFT + w, y);
      g.setFill(palette().muted());
      write(g, count.text(tick), LEFT - 6, y, TextAlignment.RIGHT, VPos.CENTER);
    }
    double slot = w / BINS;
    for (int bin = 0; bin < BINS; bin++) {
      bar(g, amplitude[bin], most, LEFT + (bin + 0.06) * slot, slot * 0.44, h, 0);
      bar(g, complex[bin], most, LEFT + (bin + 0.5) * slot, slot * 0.44, h, 1);
    }
    g.setFill(palette().muted());
    for (double tick : INFIDELITY.ticks(7)) {
      double x = LEFT + INFIDELITY.position(tick) * w;
      write(g, INFIDELITY.text(tick), x, TOP + h + 5, TextAlignment.CENTER, VPos.TOP);
    }
    write(g, "1 - fidelity", LEFT + w, TOP + h + 21, TextAlignment.RIGHT, VPos.TOP);
    write(g, "count", LEFT - 6, TOP - 14, TextAlignment.RIGHT, VPos.CENTER);
    normal(g);
    told(g, width);
  }

  private void told(GraphicsContext g, double width) {
    double x = width - 14;
    FidelityTest.Result of = result.orElseThrow();
    line(g, "amplitude", of.amplitude(), x, 8, 0);
    line(g, "complex", of.complex(), x, 26, 1);
  }

  private void line(
      GraphicsContext g,
      String name,
      FidelityTest.Statistic statistic,
      double x,
      double y,
      int colour) {
    String text =
        String.format(
            Locale.ROOT, "%s: mean %.5f, median %.5f", name, statistic.mean(), statistic.median());
    g.setFill(palette().text());
    write(g, text, x, y, TextAlignment.RIGHT, VPos.TOP);
    g.setFill(palette().curve(colour));
    g.fillRect(x - 300, y + 3, 10, 10);
  }

  private void bar(GraphicsContext g, int count, int most, double x, double w, double h, int of) {
    g.setFill(palette().curve(of));
    double tall = h * count / most;
    g.fillRect(x, TOP + h - tall, w, tall);
  }

  private static int[] bins(double[] fidelity) {
    int[] bins = new int[BINS];
    for (double value : fidelity) {
      double position = INFIDELITY.position(Math.max(INFIDELITY.low(), 1 - value));
      bins[(int) Math.max(0, Math.min(BINS - 1, position * BINS))]++;
    }
    return bins;
  }
}
