package org.insitu.gui.view;

import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.gui.model.HeaterPhases;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.paint.MeshScene;
import org.insitu.gui.paint.MeshView;
import org.insitu.gui.paint.Palette;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

/** The chip, and the facts of the heater that is selected. */
final class MeshTab implements LiveView {
  private final Laboratory lab;
  private final MeshView mesh = new MeshView();
  private final Label facts = new Label();
  private final BorderPane root = new BorderPane();
  private Optional<ChipTelemetry> shown = Optional.empty();
  private Optional<HeaterPhases> phases = Optional.empty();

  MeshTab(Laboratory lab) {
    this.lab = lab;
    Button in =
        Controls.button(
            "zoom-in", "", MaterialDesignM.MAGNIFY_PLUS, "Zoom in (+)", () -> mesh.zoomBy(1.4));
    in.setAccessibleText("Zoom in");
    Button out =
        Controls.button(
            "zoom-out",
            "",
            MaterialDesignM.MAGNIFY_MINUS,
            "Zoom out (-)",
            () -> mesh.zoomBy(1 / 1.4));
    out.setAccessibleText("Zoom out");
    Button all =
        Controls.button(
            "zoom-all", "", MaterialDesignF.FIT_TO_SCREEN, "Show all (0)", mesh::showAll);
    all.setAccessibleText("Show the whole chip");
    facts.setId("heater-facts");
    facts.setMinWidth(0);
    HBox tools = Controls.row(facts, Controls.gap(), in, out, all);
    tools.setPadding(new Insets(8, 14, 4, 14));
    root.setTop(tools);
    root.setCenter(mesh);
    mesh.setOnSelect(heater -> tell());
  }

  @Override
  public Node node() {
    return root;
  }

  MeshView mesh() {
    return mesh;
  }

  @Override
  public void refresh() {
    Optional<ChipTelemetry> now = lab.telemetry();
    Optional<HeaterPhases> curves = lab.phases();
    boolean same = now.equals(shown) && curves.equals(phases);
    if (same) {
      return;
    }
    shown = now;
    phases = curves;
    mesh.show(now.map(seen -> new MeshScene(seen, curves, Optional.empty())));
    tell();
  }

  private void tell() {
    if (shown.isPresent() && mesh.selected().isPresent()) {
      MeshScene scene = new MeshScene(shown.get(), phases, mesh.selected());
      Controls.text(
          facts, MeshView.describe(scene, mesh.selected().get()).replace("\n", "   |   "));
    } else {
      Controls.text(
          facts, shown.isPresent() ? "Select a heater: click it, or use the arrow keys." : "");
    }
  }

  @Override
  public void recolour(Palette palette) {
    mesh.setPalette(palette);
  }
}
