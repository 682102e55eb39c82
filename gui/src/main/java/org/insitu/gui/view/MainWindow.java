package org.insitu.gui.view;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.insitu.gui.model.BoundaryWorker;
import org.insitu.gui.model.Laboratory;
import org.insitu.gui.model.TrainingFilesReader;
import org.insitu.gui.model.WindowSettings;
import org.insitu.gui.paint.MeshView;
import org.insitu.gui.paint.Palette;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignG;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignN;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All bars and tabs, and the timer that lets them follow the laboratory. */
public final class MainWindow {
  private static final Logger LOG = LoggerFactory.getLogger(MainWindow.class);

  /** 30 Hz; a little less, so that a 60 Hz pulse that comes early still counts. */
  private static final long FRAME_NANOS = 31_000_000;

  private final Laboratory lab;
  private final BoundaryWorker boundaries;
  private final WindowSettings settings;
  private final TrainingFilesReader files = new TrainingFilesReader();
  private final ConnectionBar connection;
  private final RunBar run;
  private final MeshTab mesh;
  private final TrainForm form;
  private final TabPane tabs = new TabPane();
  private final BorderPane root = new BorderPane();
  private final List<LiveView> always = new ArrayList<>();
  private final List<Optional<LiveView>> tabViews = new ArrayList<>();
  private final AnimationTimer timer;
  private boolean dark;
  private long frames;
  private long litAt;

  /**
   * Makes the content of the window.
   *
   * @param settings what is remembered; Modified as the user changes it
   */
  public MainWindow(
      Laboratory lab, BoundaryWorker boundaries, WindowSettings settings, ZoneId zone) {
    this.lab = lab;
    this.boundaries = boundaries;
    this.settings = settings;
    form = new TrainForm(files);
    connection = new ConnectionBar(lab, () -> setDark(!dark));
    run = new RunBar(lab, form);
    StatusBar status = new StatusBar(lab);
    mesh = new MeshTab(lab);
    always.add(connection);
    always.add(run);
    always.add(status);
    add("Mesh", MaterialDesignG.GRID, () -> mesh);
    add("Train", MaterialDesignC.CHART_LINE, () -> new TrainView(lab, form, boundaries));
    add("Calibrate", MaterialDesignT.TUNE_VERTICAL, () -> new CalibrateView(lab));
    add("Manual", MaterialDesignG.GESTURE_TAP_BUTTON, () -> new ManualView(lab));
    add("Runs", MaterialDesignH.HISTORY, () -> new RunsView(lab, zone));
    add("Log", MaterialDesignN.NOTEBOOK_OUTLINE, () -> new LogView(lab, zone));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.setId("tabs");
    root.setTop(new VBox(connection.node(), run.node()));
    root.setCenter(tabs);
    root.setBottom(status.node());
    tabs.getSelectionModel().select(Math.min(settings.tab(), tabs.getTabs().size() - 1));
    setDark(settings.dark());
    timer =
        new AnimationTimer() {
          private long last;

          @Override
          public void handle(long now) {
            if (now - last >= FRAME_NANOS) {
              last = now;
              refresh();
            }
          }
        };
  }

  /** Adds a tab, whose content is made when it is first shown. */
  private void add(String title, Ikon icon, Supplier<LiveView> content) {
    Tab tab = new Tab(title);
    tab.setGraphic(new FontIcon(icon));
    tab.setId("tab-" + title.toLowerCase(java.util.Locale.ROOT));
    int index = tabs.getTabs().size();
    tabViews.add(Optional.empty());
    tab.selectedProperty()
        .addListener(
            (at, before, now) -> {
              if (now) {
                if (tabViews.get(index).isEmpty()) {
                  LiveView view = content.get();
                  view.recolour(palette());
                  tab.setContent(view.node());
                  tabViews.set(index, Optional.of(view));
                }
                tabViews.get(index).get().refresh();
              }
            });
    tabs.getTabs().add(tab);
  }

  private Palette palette() {
    return dark ? Palette.DARK : Palette.LIGHT;
  }

  /** Returns the content. */
  public BorderPane root() {
    return root;
  }

  /** Returns the mesh that is drawn. */
  public MeshView mesh() {
    return mesh.mesh();
  }

  /** Returns how often the window was brought up to date. */
  public long frames() {
    return frames;
  }

  /** Begins to follow the laboratory. */
  public void start() {
    timer.start();
  }

  /** Ends that. */
  public void stop() {
    timer.stop();
    settings.remember(dark, tabs.getSelectionModel().getSelectedIndex());
    boundaries.close();
    files.close();
  }

  /** Fills in a chip, for the user to connect. */
  public void choose(String chip, long seed) {
    connection.choose(chip, seed);
  }

  /** Shows a tab, counted from 0. */
  public void showTab(int index) {
    tabs.getSelectionModel().select(index);
  }

  /** Changes between the light and the dark theme. */
  public void setDark(boolean newDark) {
    dark = newDark;
    Application.setUserAgentStylesheet(
        dark
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet());
    always.forEach(view -> view.recolour(palette()));
    tabViews.forEach(view -> view.ifPresent(made -> made.recolour(palette())));
  }

  private void refresh() {
    frames++;
    always.forEach(LiveView::refresh);
    // What is hidden costs nothing; it catches up when it is shown.
    int selected = tabs.getSelectionModel().getSelectedIndex();
    if (selected >= 0) {
      tabViews.get(selected).ifPresent(LiveView::refresh);
    }
    tellStart();
  }

  /**
   * Logs when the window stands and when the chip in it is lit. A refresh comes before its picture,
   * so that the one after tells.
   */
  private void tellStart() {
    if (frames == 2) {
      LOG.info("the window is shown");
    }
    if (litAt == 0 && lab.telemetry().isPresent() && lab.state().ready()) {
      litAt = frames;
    } else if (litAt > 0 && frames == litAt + 1) {
      LOG.info("the mesh is lit");
    }
  }

  /** Returns whether a lit chip is on the screen, or was. */
  public boolean lit() {
    return litAt > 0 && frames > litAt;
  }

  /** Gives the window's keys to a scene. */
  public void addKeys(Scene scene) {
    key(scene, new KeyCodeCombination(KeyCode.F12), lab::safeState);
    key(scene, new KeyCodeCombination(KeyCode.F4), lab::light);
    key(scene, new KeyCodeCombination(KeyCode.F5), run::start);
    key(scene, new KeyCodeCombination(KeyCode.F6), run::pauseOrResume);
    key(scene, new KeyCodeCombination(KeyCode.F7), run::step);
    key(scene, new KeyCodeCombination(KeyCode.F8), lab::stop);
    key(
        scene,
        new KeyCodeCombination(KeyCode.D, KeyCombination.SHORTCUT_DOWN),
        () -> setDark(!dark));
    KeyCode[] digits = {
      KeyCode.DIGIT1, KeyCode.DIGIT2, KeyCode.DIGIT3, KeyCode.DIGIT4, KeyCode.DIGIT5, KeyCode.DIGIT6
    };
    for (int i = 0; i < tabs.getTabs().size(); i++) {
      int tab = i;
      key(
          scene,
          new KeyCodeCombination(digits[i], KeyCombination.SHORTCUT_DOWN),
          () -> {
            showTab(tab);
            Node content = tabs.getTabs().get(tab).getContent();
            content.requestFocus();
          });
    }
  }

  private static void key(Scene scene, KeyCombination keys, Runnable action) {
    scene.getAccelerators().put(keys, action);
  }
}
