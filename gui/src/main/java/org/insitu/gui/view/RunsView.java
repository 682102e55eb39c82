package org.insitu.gui.view;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.insitu.gui.model.LabState.Activity;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.ReplayFrame;
import org.insitu.gui.model.RunLibrary;
import org.insitu.gui.model.RunLibrary.Opened;
import org.insitu.gui.model.Series;
import org.insitu.gui.paint.Axis;
import org.insitu.gui.paint.BoundaryView;
import org.insitu.gui.paint.CurveChart;
import org.insitu.gui.paint.CurveChart.Curve;
import org.insitu.gui.paint.CurveChart.Style;
import org.insitu.gui.paint.LayersView;
import org.insitu.gui.paint.Palette;
import org.insitu.gui.paint.TapMapsView;
import org.insitu.trainer.run.RunArchive;
import org.insitu.trainer.run.RunCurves;
import org.insitu.trainer.run.RunHead;
import org.insitu.trainer.run.RunRecord;
import org.insitu.trainer.run.RunReplay;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** The recorded runs: opens one and goes through it, iteration by iteration. */
final class RunsView implements LiveView {
  /** Not refreshed for so long means that another tab was shown. */
  private static final long AWAY_NANOS = 500_000_000L;

  private static final String CHOOSE = "Choose a run on the left";
  private static final String READING = "being read";
  private static final String UNREADABLE = "could not be read";

  private final Laboratory lab;
  private final RunLibrary library;
  private final RunTable table;
  private final Label facts = new Label();
  private final Label problem = new Label();
  private final CurveChart loss = chart("Loss", new Axis(0, 0.8, false));
  private final CurveChart accuracy = chart("Accuracy", new Axis(0.4, 1, false));
  private final CurveChart gradientError = chart("Gradient error 1 - cos", new Axis(1e-4, 2, true));
  private final LayersView layers = new LayersView(CHOOSE);
  private final BoundaryView boundary = new BoundaryView(CHOOSE);
  private final TapMapsView taps =
      new TapMapsView("Tap powers by the model (not recorded), mean of the points", CHOOSE);
  private final ReplayBar bar = new ReplayBar(this::moveTo);
  private final BorderPane root = new BorderPane();
  private List<RunArchive.Entry> listed = List.of();
  private Optional<Opened> shown = Optional.empty();
  private Optional<ReplayFrame> painted = Optional.empty();
  private boolean trained;
  private long seenAt;

  RunsView(Laboratory lab, ZoneId zone) {
    this.lab = lab;
    library = lab.runs();
    table = new RunTable(zone, library::open);
    Button open =
        Controls.button(
            "open-run",
            "Open folder...",
            MaterialDesignF.FOLDER_OPEN_OUTLINE,
            "Opens the folder of a run, or lists a folder of runs",
            this::browse);
    Button again =
        Controls.button(
            "list-runs",
            "Refresh",
            MaterialDesignR.REFRESH,
            "Lists again, and reads more of a run that is not finished",
            library::renew);
    facts.setId("run-facts");
    facts.setWrapText(true);
    facts.setMinHeight(Region.USE_PREF_SIZE);
    VBox.setVgrow(table.node(), Priority.ALWAYS);
    VBox left = new VBox(8, Controls.row(Controls.heading("Runs"), Controls.gap(), again, open));
    left.getChildren().addAll(table.node(), facts);
    left.setPadding(new Insets(10, 4, 10, 14));
    left.setMinWidth(400);
    left.setPrefWidth(462);
    left.setMaxWidth(462);
    problem.setId("run-problem");
    problem.setWrapText(true);
    problem.setPadding(new Insets(8, 14, 0, 14));
    problem.setMinHeight(Region.USE_PREF_SIZE);
    tell("");
    BorderPane right = new BorderPane(charts());
    right.setTop(problem);
    right.setBottom(bar.node());
    root.setLeft(left);
    root.setCenter(right);
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    bar.say(CHOOSE + ".");
    loss.setId("loss-of-run");
    for (CurveChart chart : List.of(loss, accuracy, gradientError)) {
      chart.setOnPick(this::pick);
    }
  }

  private static CurveChart chart(String title, Axis y) {
    return new CurveChart(title, "iteration", y, CHOOSE);
  }

  private GridPane charts() {
    VBox curves = new VBox(2, loss, accuracy, gradientError);
    VBox details = new VBox(2, layers, boundary, taps);
    for (Region part : List.of(loss, accuracy, gradientError, layers, boundary, taps)) {
      VBox.setVgrow(part, Priority.ALWAYS);
    }
    loss.setPrefHeight(200);
    accuracy.setPrefHeight(200);
    gradientError.setPrefHeight(180);
    layers.setPrefHeight(220);
    boundary.setPrefHeight(210);
    taps.setPrefHeight(150);
    curves.setPrefWidth(420);
    details.setPrefWidth(440);
    GridPane charts = new GridPane();
    charts.add(curves, 0, 0);
    charts.add(details, 1, 0);
    for (Node column : List.of(curves, details)) {
      GridPane.setVgrow(column, Priority.ALWAYS);
      GridPane.setHgrow(column, Priority.ALWAYS);
    }
    return charts;
  }

  private void browse() {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle("Open the folder of a run");
    library
        .folder()
        .map(Path::toFile)
        .filter(File::isDirectory)
        .ifPresent(chooser::setInitialDirectory);
    File chosen = chooser.showDialog(root.getScene().getWindow());
    if (chosen != null) {
      library.browse(chosen.toPath());
    }
  }

  private void key(KeyEvent press) {
    if (bar.key(press.getCode())) {
      press.consume();
    }
  }

  private void pick(double x) {
    replay().ifPresent(run -> bar.go(run.frameAt(Math.rint(x))));
  }

  private Optional<RunReplay> replay() {
    return shown.flatMap(Opened::record).flatMap(RunRecord::replay);
  }

  private void moveTo(int index) {
    if (replay().isEmpty()) {
      return;
    }
    RunReplay run = replay().get();
    int iteration = run.iterations()[index];
    mark(iteration);
    bar.tell(shown.flatMap(Opened::record).orElseThrow().curves(), iteration);
    library.want(run, index);
  }

  private void mark(double x) {
    for (CurveChart chart : List.of(loss, accuracy, gradientError)) {
      chart.setMarker(x);
      chart.repaint();
    }
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void refresh() {
    long now = System.nanoTime();
    boolean training = lab.state().activity() == Activity.TRAINING;
    if (now - seenAt > AWAY_NANOS || (trained && !training)) {
      library.renew();
    }
    seenAt = now;
    trained = training;
    if (library.entries() != listed) {
      listed = library.entries();
      table.show(listed, library.opened().map(Opened::directory));
    }
    table.setEmptyText(
        library
            .folder()
            .map(at -> "There are no runs in " + at.toAbsolutePath() + " yet.")
            .orElse("Runs are not recorded here; open a folder."));
    Optional<Opened> opened = library.opened();
    if (!opened.equals(shown)) {
      shown = opened;
      table.mark(opened.map(Opened::directory));
      opened.ifPresent(this::show);
    }
    bar.tick();
    Optional<ReplayFrame> frame = library.frame();
    if (!frame.equals(painted) && frame.map(ReplayFrame::replay).equals(replay())) {
      painted = frame;
      frame.ifPresent(this::paint);
    }
  }

  private void show(Opened opened) {
    Optional<RunRecord> record = opened.record();
    tell(opened.problem().or(() -> record.flatMap(RunRecord::remark)).orElse(""));
    problem.pseudoClassStateChanged(Styles.STATE_DANGER, opened.problem().isPresent());
    problem.getStyleClass().removeAll(Styles.DANGER, Styles.WARNING);
    problem.getStyleClass().add(opened.problem().isPresent() ? Styles.DANGER : Styles.WARNING);
    curves(record.map(RunRecord::curves));
    Controls.text(facts, record.map(run -> facts(run.head(), library.folder())).orElse(""));
    painted = Optional.empty();
    String absent =
        record.isPresent() ? "not recorded" : opened.problem().isPresent() ? UNREADABLE : READING;
    layers.showNone(absent);
    taps.showNone(absent);
    boundary.showNone(absent);
    for (CurveChart chart : List.of(loss, accuracy, gradientError)) {
      chart.setEmptyText(record.isPresent() ? "nothing was measured" : absent);
    }
    mark(Double.NaN);
    bar.show(record.flatMap(RunRecord::replay));
    if (record.isEmpty()) {
      bar.say(opened.problem().isPresent() ? "" : "reading " + opened.directory() + " ...");
    } else if (record.get().replay().isEmpty()) {
      bar.say("There are no recorded phases to go through.");
    }
  }

  private void tell(String what) {
    Controls.text(problem, what);
    problem.setVisible(!what.isEmpty());
    problem.setManaged(!what.isEmpty());
  }

  private void curves(Optional<RunCurves> curves) {
    if (curves.isEmpty()) {
      loss.show(List.of());
      accuracy.show(List.of());
      gradientError.show(List.of());
      return;
    }
    RunCurves now = curves.get();
    boolean epochs = now.step().equals("epoch");
    for (CurveChart chart : List.of(loss, accuracy, gradientError)) {
      chart.setXLabel(now.step());
      chart.setXRange(0, Math.max(1, now.last()));
    }
    Style style = epochs ? Style.LINE_AND_DOTS : Style.NOISY;
    loss.show(List.of(curve(epochs ? "epoch" : "batch, mean", 0, style, now.loss())));
    gradientError.show(
        List.of(curve(epochs ? "epoch" : "each step, mean", 3, style, now.gradientError())));
    accuracy.show(
        List.of(
            curve("train", 2, Style.LINE, now.trainAccuracy()),
            curve("test", 0, Style.LINE, now.testAccuracy()),
            curve(epochs ? "" : "on model", 1, Style.LINE, now.digitalTestAccuracy())));
  }

  private static Curve curve(String name, int colour, Style style, RunCurves.Curve curve) {
    Series.Points points = new Series.Points(curve.x(), curve.y(), curve.size());
    return new Curve(name, colour, style, () -> points);
  }

  private void paint(ReplayFrame frame) {
    layers.show(frame);
    frame
        .taps()
        .ifPresentOrElse(taps::showModel, () -> taps.showNone("there are no points to launch"));
    if (frame.boundary().isPresent()) {
      boundary.show(frame.boundary(), frame.replay().points());
    } else {
      boundary.showNone("there is one for 2 features and 2 classes with their points");
    }
  }

  /** What run.yaml tells, as far as a user asks. */
  private static String facts(RunHead head, Optional<Path> folder) {
    Map<String, String> plan = head.plan();
    // In the folder that is listed, its name says where it is.
    Path where =
        folder
            .filter(listed -> listed.equals(head.directory().getParent()))
            .map(listed -> head.directory().getFileName())
            .orElse(head.directory());
    StringBuilder lines = new StringBuilder(where.toString());
    lines.append(
        String.format(
            Locale.ROOT, "%n%s on %s: %s", head.taskName(), head.chip(), head.state().text()));
    head.testAccuracy()
        .ifPresent(
            share ->
                lines.append(String.format(Locale.ROOT, ", test accuracy %.1f %%", 100 * share)));
    lines.append(
        String.format(
            Locale.ROOT,
            "%nseed %d, gradient %s, %s, %s, rate %s rad, batch %s, %s layers",
            head.seed(),
            plan.getOrDefault("gradient", "?"),
            head.large()
                ? plan.getOrDefault("mesh", "?") + " mesh"
                : plan.getOrDefault("phases", "?") + " phases",
            plan.getOrDefault("optimizer", "?"),
            plan.getOrDefault("learningRate", "?"),
            plan.getOrDefault("batch", "?"),
            plan.getOrDefault("layers", "?")));
    return lines.toString();
  }

  @Override
  public void recolour(Palette palette) {
    loss.setPalette(palette);
    accuracy.setPalette(palette);
    gradientError.setPalette(palette);
    layers.setPalette(palette);
    boundary.setPalette(palette);
    taps.setPalette(palette);
  }
}
