package org.insitu.trainer.picture;

import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** Error and loss over the epochs of a run. */
public final class EpochPicture {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 320;
  private static final int TITLE_HEIGHT = 36;
  private static final double BELOW = 0.95;

  private EpochPicture() {}

  /**
   * Returns a PNG.
   *
   * @param epochs epochs made at each point; Not modified
   * @param trainError share of wrong training samples per point; NaN is left out
   * @param testError share of wrong test samples per point
   * @param trainLoss mean loss of training samples per point; NaN is left out
   * @param testLoss mean loss of test samples per point
   */
  public static byte[] png(
      String title,
      double[] epochs,
      double[] trainError,
      double[] testError,
      double[] trainLoss,
      double[] testLoss)
      throws IOException {
    XYChart error = Charts.create(WIDTH, HEIGHT, "", "epoch", "error (%)");
    double[] ofTraining = percent(trainError);
    double[] ofTest = percent(testError);
    double lowest =
        DoubleStream.concat(Arrays.stream(ofTraining), Arrays.stream(ofTest))
            .filter(Double::isFinite)
            .min()
            .orElse(1);
    // Only whole decades have numbers beside the axis, and not at its very end: it goes from just
    // below one of them up to 100 %.
    error
        .getStyler()
        .setYAxisLogarithmic(true)
        .setYAxisMin(BELOW * Math.min(10, Math.pow(10, Math.floor(Math.log10(lowest)))))
        .setYAxisMax(100.0);
    line(error, "training, while phases moved", epochs, ofTraining, false);
    line(error, "test", epochs, ofTest, true);
    XYChart loss = Charts.create(WIDTH, HEIGHT, "", "epoch", "loss");
    loss.getStyler().setYAxisMin(0.0);
    line(loss, "training, while phases moved", epochs, trainLoss, false);
    line(loss, "test", epochs, testLoss, true);
    return Canvas.png(
        WIDTH,
        TITLE_HEIGHT + 2 * HEIGHT,
        graphics -> {
          graphics.setFont(Canvas.TITLE);
          graphics.setColor(Canvas.INK);
          int width = graphics.getFontMetrics().stringWidth(title);
          graphics.drawString(title, Math.max(4, (WIDTH - width) / 2), 25);
          AffineTransform before = graphics.getTransform();
          graphics.translate(0, TITLE_HEIGHT);
          error.paint(graphics, WIDTH, HEIGHT);
          graphics.translate(0, HEIGHT);
          loss.paint(graphics, WIDTH, HEIGHT);
          graphics.setTransform(before);
        });
  }

  private static double[] percent(double[] shares) {
    // Zero has no place on a logarithmic axis.
    return Arrays.stream(shares).map(share -> Math.max(1e-3, 100 * share)).toArray();
  }

  private static void line(XYChart chart, String name, double[] x, double[] y, boolean bold) {
    int[] kept = IntStream.range(0, x.length).filter(i -> Double.isFinite(y[i])).toArray();
    Charts.line(
        chart,
        name,
        Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> y[i]).toArray(),
        bold ? Charts.ORANGE : Charts.BLUE,
        bold ? 2f : 1.3f);
  }
}
