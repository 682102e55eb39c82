package org.insitu.cli.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.insitu.trainer.picture.GridPicture;
import org.insitu.trainer.run.AtomicFiles;

/** Draws the figures that a study asks for. */
final class StudyFigures {
  private StudyFigures() {}

  /** Draws from rows of results, fields as in the file; cells that are missing are left out. */
  static void draw(Path folder, Study study, List<List<String>> rows) throws IOException {
    for (Study.Figure figure : study.figures()) {
      Study.Axis x = axis(study, figure.x());
      Study.Axis y = axis(study, figure.y());
      List<GridPicture.Panel> panels = new ArrayList<>();
      List<String> titles =
          figure.panels().isEmpty() ? List.of("") : labels(axis(study, figure.panels()));
      for (String title : titles) {
        double[][] mean = new double[y.levels().size()][x.levels().size()];
        for (int row = 0; row < mean.length; row++) {
          for (int column = 0; column < mean[row].length; column++) {
            mean[row][column] =
                mean(
                    study,
                    figure,
                    rows,
                    title,
                    x.levels().get(column).label(),
                    y.levels().get(row).label());
          }
        }
        panels.add(new GridPicture.Panel(title, mean));
      }
      GridPicture picture =
          new GridPicture(study.name(), quantity(figure), x.name(), labels(x), y.name(), labels(y));
      byte[] png =
          figure.kind() == Study.FigureKind.HEATMAP
              ? picture.heatMap(panels)
              : picture.lines(panels);
      AtomicFiles.write(folder.resolve(figure.file()), file -> file.write(png));
    }
  }

  private static GridPicture.Quantity quantity(Study.Figure figure) {
    return figure.value().endsWith("Error")
        ? GridPicture.Quantity.share(figure.value())
        : GridPicture.Quantity.plain(figure.value());
  }

  private static double mean(
      Study study, Study.Figure figure, List<List<String>> rows, String panel, String x, String y) {
    int value = 1 + study.axes().size() + ResultsFile.VALUES.indexOf(figure.value());
    return rows.stream()
        .filter(row -> row.get(column(study, figure.x())).equals(x))
        .filter(row -> row.get(column(study, figure.y())).equals(y))
        .filter(
            row ->
                figure.panels().isEmpty() || row.get(column(study, figure.panels())).equals(panel))
        .mapToDouble(row -> Double.parseDouble(row.get(value)))
        .average()
        .orElse(Double.NaN);
  }

  private static int column(Study study, String axis) {
    return 1 + study.axes().indexOf(axis(study, axis));
  }

  private static Study.Axis axis(Study study, String name) {
    return study.axes().stream().filter(axis -> axis.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> labels(Study.Axis axis) {
    return axis.levels().stream().map(Study.Level::label).toList();
  }
}
