package org.insitu.simulator.chip;

import java.util.ArrayList;
import java.util.List;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;

/**
 * Heat that reaches other heaters: heater i sees the part k·e^(-(d - d₀)/L) of the drive phase of a
 * heater at distance d, with k the crosstalk at the distance d₀ of two rows and L its length.
 */
final class Crosstalk {
  /** Pitch of the waveguides of the published chip, from the authors' notes: 127 µm. */
  private static final double ROW_PITCH_M = 127e-6;

  /** Pitch of its columns: an MZI of two columns is 625 µm long. */
  private static final double COLUMN_PITCH_M = 312.5e-6;

  /** Weaker links are left out: at 15 rad of drive phase this is 1.5e-6 rad. */
  private static final double NEGLIGIBLE = 1e-7;

  private final int[][] neighbours;
  private final double[][] share;

  Crosstalk(ChipLayout layout, Imperfections imperfections) {
    List<Heater> heaters = layout.heaters();
    neighbours = new int[heaters.size()][];
    share = new double[heaters.size()][];
    for (int i = 0; i < heaters.size(); i++) {
      List<Integer> near = new ArrayList<>();
      List<Double> shares = new ArrayList<>();
      for (int j = 0; j < heaters.size(); j++) {
        double s = share(heaters.get(i), heaters.get(j), imperfections);
        if (i != j && s > NEGLIGIBLE) {
          near.add(j);
          shares.add(s);
        }
      }
      neighbours[i] = near.stream().mapToInt(Integer::intValue).toArray();
      share[i] = shares.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  private static double share(Heater a, Heater b, Imperfections imperfections) {
    double x = (a.column() - b.column()) * COLUMN_PITCH_M;
    double y = (a.row() - b.row()) * ROW_PITCH_M;
    double distance = Math.sqrt(x * x + y * y);
    return imperfections.crosstalk()
        * StrictMath.exp(-(distance - ROW_PITCH_M) / imperfections.crosstalkLengthM());
  }

  /** Returns what the drive phases of all other heaters add to one [rad]. */
  double addedRad(int heater, double[] driveRad) {
    int[] near = neighbours[heater];
    double[] shares = share[heater];
    double sum = 0;
    for (int k = 0; k < near.length; k++) {
      sum += shares[k] * driveRad[near[k]];
    }
    return sum;
  }
}
