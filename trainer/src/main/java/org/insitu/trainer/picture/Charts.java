package org.insitu.trainer.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The look that all charts share. Colours are those of Okabe and Ito, told apart by anyone. */
final class Charts {
  static final Color BLUE = new Color(0x00, 0x72, 0xB2);
  static final Color ORANGE = new Color(0xD5, 0x5E, 0x00);
  static final Color GREEN = new Color(0x00, 0x9E, 0x73);
  static final Color PALE = new Color(0x9E, 0xC4, 0xDE);

  private static final Color CLEAR = new Color(0, 0, 0, 0);
  private static final Color GRID = new Color(0xE4, 0xE4, 0xE4);

  private Charts() {}

  static XYChart create(int width, int height, String title, String xTitle, String yTitle) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(CLEAR);
    styler.setPlotBackgroundColor(CLEAR);
    styler.setPlotBorderColor(Canvas.FAINT);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(0.8f));
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleVisible(!title.isEmpty());
    styler.setChartTitleFont(Canvas.TITLE);
    styler.setChartFontColor(Canvas.INK);
    styler.setAxisTitleFont(Canvas.FONT);
    styler.setAxisTickLabelsFont(Canvas.FONT.deriveFont(Font.PLAIN, 12f));
    styler.setAxisTickLabelsColor(Canvas.INK);
    styler.setAxisTickMarksColor(Canvas.FAINT);
    styler.setLegendFont(Canvas.FONT.deriveFont(Font.PLAIN, 12f));
    styler.setLegendBackgroundColor(new Color(255, 255, 255, 220));
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(CLEAR);
    styler.setXAxisTickMarkSpacingHint(110);
    styler.setMarkerSize(5);
    styler.setPlotContentSize(1);
    styler.setDecimalPattern("0.####");
    return chart;
  }

  static void line(XYChart chart, String name, double[] x, double[] y, Color colour, float width) {
    if (x.length == 0) {
      return;
    }
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setMarkerColor(colour);
    series.setLineColor(colour);
    series.setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }
}
