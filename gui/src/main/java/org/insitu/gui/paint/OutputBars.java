package org.insitu.gui.paint;

import java.util.Locale;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.insitu.gui.model.ManualControl;
import org.insitu.mesh.linear.ComplexBatch;

/** The power at every output port, of the chip and of the model, a pair of bars a port. */
public final class OutputBars extends CanvasPane {
  private static final double LEFT = 54;
  private static final double TOP = 30;
  private static final double BOTTOM = 44;
  private static final Axis SHARE = new Axis(0, 1, false);
  private Optional<ManualControl.Reading> reading = Optional.empty();

  /** Creates an empty view. */
  public OutputBars() {
    setAccessibleText("Power at the output ports, of the chip and of the model");
  }

  /** Shows a reading. */
  public void show(Optional<ManualControl.Reading> newReading) {
    if (!newReading.equals(reading)) {
      reading = newReading;
      repaint();
    }
  }

  @Override
  protected void paint(GraphicsContext g, double width, double height) {
    g.setFill(palette().text());
    boolean phased = reading.map(ManualControl.Reading::phasesRead).orElse(false);
    write(
        g,
        "Output power, share of the launch" + (phased ? "; phase, chip | model" : ""),
        LEFT,
        8,
        TextAlignment.LEFT,
        VPos.TOP);
    double w = width - LEFT - 14;
    double h = height - TOP - BOTTOM;
    if (reading.isEmpty()) {
      g.setStroke(palette().faint());
      g.setLineWidth(1);
      g.strokeRect(LEFT + 0.5, TOP + 0.5, w, h);
      remark(g, "Launch a vector to see what comes out", width, height - 14);
      return;
    }
    small(g);
    g.setLineWidth(1);
    for (double tick : SHARE.ticks((int) Math.max(3, h / 30))) {
      double y = Math.round(TOP + h - SHARE.position(tick) * h) + 0.5;
      g.setStroke(palette().faint());
      g.strokeLine(LEFT, y, LEFT + w, y);
      g.setFill(palette().muted());
      write(g, SHARE.text(tick), LEFT - 6, y, TextAlignment.RIGHT, VPos.CENTER);
    }
    ComplexBatch chip = reading.get().output();
    ComplexBatch model = reading.get().model();
    double slot = w / chip.ports();
    double bar = Math.min(60, slot * 0.36);
    for (int port = 0; port < chip.ports(); port++) {
      double middle = LEFT + (port + 0.5) * slot;
      bar(g, power(chip, port), middle - bar - 1, bar, h, 0);
      bar(g, power(model, port), middle + 1, bar, h, 1);
      g.setFill(palette().muted());
      write(g, "port " + port, middle, TOP + h + 5, TextAlignment.CENTER, VPos.TOP);
      if (reading.get().phasesRead() && slot > 90) {
        String phases =
            String.format(Locale.ROOT, "%.2f | %.2f rad", phase(chip, port), phase(model, port));
        write(g, phases, middle, TOP + h + 22, TextAlignment.CENTER, VPos.TOP);
      }
    }
    normal(g);
    g.setFill(palette().text());
    write(g, "model", width - 14, 8, TextAlignment.RIGHT, VPos.TOP);
    write(g, "chip", width - 84, 8, TextAlignment.RIGHT, VPos.TOP);
    g.setFill(palette().curve(1));
    g.fillRect(width - 72, 11, 10, 10);
    g.setFill(palette().curve(0));
    g.fillRect(width - 126, 11, 10, 10);
  }

  private void bar(GraphicsContext g, double power, double x, double w, double h, int colour) {
    g.setFill(palette().curve(colour));
    double tall = Math.min(1.05, power) * h;
    g.fillRect(x, TOP + h - tall, w, tall);
  }

  private static double power(ComplexBatch of, int port) {
    return of.re()[port][0] * of.re()[port][0] + of.im()[port][0] * of.im()[port][0];
  }

  private static double phase(ComplexBatch of, int port) {
    return Math.atan2(of.im()[port][0], of.re()[port][0]);
  }
}
