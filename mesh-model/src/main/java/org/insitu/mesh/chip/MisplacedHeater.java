package org.insitu.mesh.chip;

/**
 * A known layout error: a heater that was drawn on another row than designed.
 *
 * @param column its column
 * @param row the row it is on
 * @param designedRow the row it should have been on
 */
public record MisplacedHeater(int column, int row, int designedRow) {}
