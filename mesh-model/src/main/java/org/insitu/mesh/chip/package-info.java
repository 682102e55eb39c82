/**
 * Whole chips as data: where couplers, heaters and taps sit, and how light runs through all of
 * them.
 *
 * <p>A chip is a grid of rows (waveguides) and columns. A heater at column c sits between the
 * couplers at boundary c-1|c and c|c+1; every (column, row) has a tap. The MZI of a θ at column c
 * has its couplers at both boundaries of c. Light enters at column 0 (forward) or at the last
 * column (backward).
 */
package org.insitu.mesh.chip;
