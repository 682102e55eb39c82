/**
 * Grids of runs, behind {@code insitu sweep}: a study file, its cells, a results file that survives
 * a kill, and figures. Cells run on several workers; everything else belongs to the command's
 * thread.
 */
package org.insitu.cli.study;
