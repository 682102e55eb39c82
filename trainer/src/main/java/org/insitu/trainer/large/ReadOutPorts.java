package org.insitu.trainer.large;

import java.util.Arrays;
import java.util.Locale;
import org.insitu.trainer.network.PortGroups;

/** Which output ports stand for which class. */
public enum ReadOutPorts {
  /** Ports 0, 1, 2 ... stand for one class each; light at the others counts for none. */
  FIRST {
    @Override
    int[] of(int ports, int classes) {
      int[] classOf = new int[ports];
      Arrays.setAll(classOf, port -> port < classes ? port : NONE);
      return classOf;
    }
  },
  /** Single ports in the middle of equal parts; light at the others counts for none. */
  SPREAD {
    @Override
    int[] of(int ports, int classes) {
      int[] classOf = new int[ports];
      Arrays.fill(classOf, NONE);
      for (int k = 0; k < classes; k++) {
        classOf[(2 * k + 1) * ports / (2 * classes)] = k;
      }
      return classOf;
    }
  },
  /** Every port stands for a class, in contiguous groups. */
  GROUPS {
    @Override
    int[] of(int ports, int classes) {
      int[] classOf = new int[ports];
      Arrays.setAll(classOf, new PortGroups(ports, classes)::classOf);
      return classOf;
    }
  };

  /** Marks a port that stands for no class. */
  static final int NONE = -1;

  /** Returns the class of each port. */
  abstract int[] of(int ports, int classes);

  /** Returns the name used in files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
