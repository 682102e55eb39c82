package org.insitu.gui.view;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;

/**
 * A sentence at the left and facts at the right, side by side if there is room for both; else the
 * sentence has rows of its own, as many as it needs. Nothing is cut.
 */
final class StatusPane extends Pane {
  private static final double GAP = 16;

  private final Label sentence;
  private final Label facts;

  StatusPane(Label sentence, Label facts) {
    this.sentence = sentence;
    this.facts = facts;
    sentence.setWrapText(true);
    getChildren().setAll(sentence, facts);
    setPadding(new Insets(6, 14, 6, 14));
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  private boolean oneRow(double inner) {
    return Math.ceil(sentence.prefWidth(-1)) + GAP + facts.prefWidth(-1) <= inner;
  }

  private double inner(double width) {
    return width - getInsets().getLeft() - getInsets().getRight();
  }

  @Override
  protected double computeMinWidth(double height) {
    return facts.prefWidth(-1);
  }

  @Override
  protected double computePrefHeight(double width) {
    double inner = inner(width < 0 ? getWidth() : width);
    double around = getInsets().getTop() + getInsets().getBottom();
    double row = facts.prefHeight(-1);
    if (oneRow(inner)) {
      return around + row;
    }
    return around + sentence.prefHeight(inner) + (facts.getText().isEmpty() ? 0 : 2 + row);
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    double inner = inner(getWidth());
    double left = getInsets().getLeft();
    double top = getInsets().getTop();
    double factsWidth = facts.prefWidth(-1);
    double row = facts.prefHeight(-1);
    double y = top;
    if (oneRow(inner)) {
      sentence.resizeRelocate(left, y, inner - GAP - factsWidth, row);
    } else {
      double rows = sentence.prefHeight(inner);
      sentence.resizeRelocate(left, y, inner, rows);
      y += rows + 2;
    }
    facts.resizeRelocate(left + inner - factsWidth, y, factsWidth, row);
  }
}
