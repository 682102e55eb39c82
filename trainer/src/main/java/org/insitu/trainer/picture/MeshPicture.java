package org.insitu.trainer.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.MeshPhases;
import org.insitu.trainer.network.LayerTaps;
import org.insitu.trainer.network.PhotonicNetwork;
import org.insitu.trainer.network.TapMap;

/**
 * The layers of a network, light from left to right: waveguides, couplers, heaters coloured by
 * phase, a disc at every heater whose area and colour show the power at its tap.
 */
final class MeshPicture {
  private static final int MARGIN = 56;
  private static final int LEGEND = 170;
  private static final int TITLE_HEIGHT = 40;

  private final PhotonicNetwork network;
  private final double[] parameters;
  private final Optional<List<LayerTaps>> taps;

  /** Width of an MZI. */
  private final double cell;

  /** Distance of waveguides. */
  private final double pitch;

  MeshPicture(PhotonicNetwork network, double[] parameters, Optional<List<LayerTaps>> taps) {
    this.network = network;
    this.parameters = parameters;
    this.taps = taps;
    // Large meshes get small cells, never so small that a heater has no colour.
    cell = Math.max(24, Math.min(120, 3000.0 / columns()));
    pitch = cell / 2.4;
  }

  private int columns() {
    return network.mesh().nodes().stream().mapToInt(MeshNode::column).max().orElse(0) + 1;
  }

  private double panelHeight() {
    return pitch * (network.mesh().ports() - 1) + 70;
  }

  byte[] png() throws IOException {
    int width = (int) Math.ceil(2 * MARGIN + columns() * cell + LEGEND);
    int height =
        (int)
            Math.max(
                TITLE_HEIGHT + 380, Math.ceil(TITLE_HEIGHT + network.layers() * panelHeight()));
    return Canvas.png(
        width,
        height,
        graphics -> {
          graphics.setFont(Canvas.TITLE);
          graphics.setColor(Canvas.INK);
          graphics.drawString(
              "Heater phases" + (taps.isPresent() ? " and tap powers" : ""), 20, 26);
          for (int layer = 0; layer < network.layers(); layer++) {
            layer(graphics, layer, TITLE_HEIGHT + layer * panelHeight() + 36);
          }
          legend(graphics, width - LEGEND + 10);
        });
  }

  private void layer(Graphics2D graphics, int layer, double top) {
    int ports = network.mesh().ports();
    graphics.setFont(Canvas.FONT);
    graphics.setColor(Canvas.INK);
    graphics.drawString("layer " + (layer + 1), 20, (float) top - 20);
    int step = Math.max(1, (int) Math.ceil(16 / pitch));
    for (int port = 0; port < ports; port += step) {
      graphics.drawString(String.valueOf(port), 30, (float) (top + port * pitch + 5));
    }
    graphics.setColor(Canvas.FAINT);
    graphics.setStroke(new BasicStroke(1.6f));
    double end = MARGIN + columns() * cell;
    for (int port = 0; port < ports; port++) {
      double y = top + port * pitch;
      graphics.draw(new Line2D.Double(MARGIN - 12, y, end + 12, y));
    }
    MeshPhases phases = network.phases(parameters, layer);
    double[] theta = phases.theta();
    double[] phi = phases.phi();
    List<MeshNode> nodes = network.mesh().nodes();
    for (int node = 0; node < nodes.size(); node++) {
      double x = MARGIN + nodes.get(node).column() * cell;
      double y = top + nodes.get(node).row() * pitch;
      coupler(graphics, x + 0.38 * cell, y);
      coupler(graphics, x + 0.82 * cell, y);
      heater(graphics, x + 0.06 * cell, y, phi[node]);
      heater(graphics, x + 0.50 * cell, y, theta[node]);
    }
    taps.ifPresent(maps -> powers(graphics, shown(maps.get(layer)), top));
  }

  private void coupler(Graphics2D graphics, double x, double y) {
    double width = 0.1 * cell;
    // Hide the straight waveguides, then cross them.
    graphics.setColor(Color.WHITE);
    graphics.fill(new Rectangle2D.Double(x, y - 2, width, pitch + 4));
    graphics.setColor(Canvas.INK);
    graphics.setStroke(new BasicStroke((float) Math.max(0.8, cell / 80)));
    Path2D cross = new Path2D.Double();
    cross.moveTo(x, y);
    cross.curveTo(x + width / 2, y, x + width / 2, y + pitch, x + width, y + pitch);
    cross.moveTo(x, y + pitch);
    cross.curveTo(x + width / 2, y + pitch, x + width / 2, y, x + width, y);
    graphics.draw(cross);
  }

  private void heater(Graphics2D graphics, double x, double y, double phaseRad) {
    double height = 0.36 * pitch;
    Rectangle2D box = new Rectangle2D.Double(x, y - height / 2, 0.22 * cell, height);
    graphics.setColor(ColourMaps.phase(phaseRad));
    graphics.fill(box);
    graphics.setColor(Canvas.INK);
    graphics.setStroke(new BasicStroke(0.7f));
    graphics.draw(box);
  }

  /** Forward powers where they were read; the analog difference reads only the sum. */
  private static TapMap shown(LayerTaps taps) {
    return taps.forward().orElse(taps.sum());
  }

  private double largestPower() {
    double largest = 0;
    for (LayerTaps layer : taps.orElse(List.of())) {
      for (double[] powers : List.of(shown(layer).theta(), shown(layer).phi())) {
        for (double power : powers) {
          largest = Math.max(largest, power);
        }
      }
    }
    return largest > 0 ? largest : 1;
  }

  private void powers(Graphics2D graphics, TapMap map, double top) {
    double largest = largestPower();
    List<MeshNode> nodes = network.mesh().nodes();
    for (int node = 0; node < nodes.size(); node++) {
      double x = MARGIN + nodes.get(node).column() * cell;
      double y = top + nodes.get(node).row() * pitch;
      disc(graphics, x + 0.33 * cell, y, map.phi()[node] / largest);
      disc(graphics, x + 0.77 * cell, y, map.theta()[node] / largest);
    }
  }

  private void disc(Graphics2D graphics, double x, double y, double share) {
    // Noise can make a dark tap slightly negative.
    double radius = 0.09 * cell * Math.sqrt(Math.max(0, share));
    Ellipse2D disc = new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    graphics.setColor(ColourMaps.level(0.25 + 0.75 * Math.max(0, share)));
    graphics.fill(disc);
  }

  private void legend(Graphics2D graphics, int left) {
    graphics.setFont(Canvas.FONT);
    graphics.setColor(Canvas.INK);
    int top = TITLE_HEIGHT + 34;
    graphics.drawString("heater phase (rad)", left, top - 14);
    int length = 130;
    for (int y = 0; y < length; y++) {
      graphics.setColor(ColourMaps.phase(2 * Math.PI * (length - y) / length));
      graphics.fillRect(left, top + y, 20, 1);
    }
    graphics.setColor(Canvas.FAINT);
    graphics.setStroke(new BasicStroke(1));
    graphics.drawRect(left, top, 20, length);
    graphics.setColor(Canvas.INK);
    String[] ticks = {"0", "π/2", "π", "3π/2", "2π"};
    for (int tick = 0; tick < ticks.length; tick++) {
      graphics.drawString(ticks[tick], left + 28, top + length - length * tick / 4 + 5);
    }
    graphics.drawString("φ left, θ right of", left, top + length + 28);
    graphics.drawString("each MZI; light from", left, top + length + 45);
    graphics.drawString("the left", left, top + length + 62);
    taps.ifPresent(maps -> powerLegend(graphics, left, top + length + 96, maps.get(0)));
  }

  private void powerLegend(Graphics2D graphics, int left, int top, LayerTaps first) {
    graphics.setColor(Canvas.INK);
    graphics.drawString(
        "tap power, " + (first.forward().isPresent() ? "forward" : "sum"), left, top);
    graphics.drawString("(input power = 9)", left, top + 17);
    double largest = largestPower();
    double[] shares = {1, 0.5, 0.1};
    for (int i = 0; i < shares.length; i++) {
      double y = top + 40 + i * 26;
      disc(graphics, left + 12, y, shares[i]);
      graphics.setColor(Canvas.INK);
      graphics.drawString("%.2f".formatted(shares[i] * largest), left + 32, (float) y + 5);
    }
  }
}
