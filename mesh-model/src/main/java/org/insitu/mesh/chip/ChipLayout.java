package org.insitu.mesh.chip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.insitu.mesh.Mesh;

/**
 * A chip as data. Per-heater arrays everywhere follow {@link #heaters()}.
 *
 * <p>The generator is a chain of MZIs that starts at {@code entryRow}: MZI i couples rows i and i+1
 * and its index grows towards the mesh. The analyzer mirrors it. Rows 0..N-1 carry the mesh, row N
 * the reference light if there is one.
 *
 * @param name short name, as used in calibration files
 * @param rows number of waveguides
 * @param columns number of heater and tap columns
 * @param mesh the trained mesh
 * @param entryRow row at which light enters, from either side
 * @param referenceRow row of the reference light
 * @param heaters all heaters
 * @param limits electrical limits
 * @param layoutErrors heaters on the wrong row
 */
public record ChipLayout(
    String name,
    int rows,
    int columns,
    Mesh mesh,
    int entryRow,
    int referenceRow,
    List<Heater> heaters,
    ElectricalLimits limits,
    List<MisplacedHeater> layoutErrors) {

  /**
   * Copies and checks.
   *
   * @throws ChipLayoutException if the parts do not make a chip; the message names the heater
   */
  public ChipLayout {
    heaters = List.copyOf(heaters);
    layoutErrors = List.copyOf(layoutErrors);
    Validator.check(rows, columns, mesh, entryRow, referenceRow, heaters, layoutErrors);
  }

  /** Returns the couplers, two per θ, sorted by boundary, then row. */
  public List<Coupler> couplers() {
    List<Coupler> couplers = new ArrayList<>();
    for (Heater heater : heaters) {
      if (heater.kind() == HeaterKind.THETA) {
        couplers.add(new Coupler(heater.column() - 1, heater.mziTopRow()));
        couplers.add(new Coupler(heater.column(), heater.mziTopRow()));
      }
    }
    couplers.sort(Comparator.comparingInt(Coupler::boundary).thenComparingInt(Coupler::topRow));
    return couplers;
  }

  /**
   * Returns the positions in {@link #heaters()} of one kind and role, ordered by index. A φ that a
   * chain does not have (the last of a chain without reference) is simply absent.
   */
  public int[] heaters(HeaterRole role, HeaterKind kind) {
    return indices(heaters, role, kind);
  }

  private static int[] indices(List<Heater> heaters, HeaterRole role, HeaterKind kind) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < heaters.size(); i++) {
      if (heaters.get(i).role() == role && heaters.get(i).kind() == kind) {
        found.add(i);
      }
    }
    found.sort(Comparator.comparingInt(i -> heaters.get(i).index()));
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns the position of the heater at a place, if there is one. */
  public Optional<Integer> heaterAt(int column, int row) {
    for (int i = 0; i < heaters.size(); i++) {
      if (heaters.get(i).column() == column && heaters.get(i).row() == row) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** Returns the channel of every heater. */
  public int[] channels() {
    return heaters.stream().mapToInt(Heater::channel).toArray();
  }

  /** Thrown when parts do not make a chip. */
  public static final class ChipLayoutException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final int heater;
    private final String part;

    ChipLayoutException(int heater, String part, String message) {
      super(message);
      this.heater = heater;
      this.part = part;
    }

    /** Returns the position of the offending heater, or empty if it is not one heater's fault. */
    public Optional<Integer> heater() {
      return heater < 0 ? Optional.empty() : Optional.of(heater);
    }

    /** Returns the record component at fault, such as {@code entryRow}. */
    public String part() {
      return part;
    }
  }

  private static final class Validator {
    private Validator() {}

    static void check(
        int rows,
        int columns,
        Mesh mesh,
        int entryRow,
        int referenceRow,
        List<Heater> heaters,
        List<MisplacedHeater> layoutErrors) {
      requirePart(
          "rows",
          rows >= mesh.ports() + 1,
          "a %d-port mesh needs at least %d rows, found %d",
          mesh.ports(),
          mesh.ports() + 1,
          rows);
      requirePart("entryRow", entryRow == 0, "light must enter at row 0, found row %d", entryRow);
      requirePart(
          "referenceRow",
          referenceRow == mesh.ports(),
          "the reference row must be %d, just below the mesh, found %d",
          mesh.ports(),
          referenceRow);
      Map<Integer, Integer> byChannel = new HashMap<>();
      Map<Long, Integer> byPlace = new HashMap<>();
      Set<Coupler> couplers = new HashSet<>();
      Set<Long> coupledRows = new HashSet<>();
      for (int i = 0; i < heaters.size(); i++) {
        Heater heater = heaters.get(i);
        String name = heater.name();
        boolean inside =
            heater.column() >= 0
                && heater.column() < columns
                && heater.row() >= 0
                && heater.row() < rows;
        require(i, inside, "%s lies outside the %d columns and %d rows", name, columns, rows);
        require(i, heater.channel() >= 0, "%s has the negative channel %d", name, heater.channel());
        Integer same = byChannel.put(heater.channel(), i);
        require(
            i,
            same == null,
            "%s uses channel %d, which %s uses already",
            name,
            heater.channel(),
            same == null ? "" : heaters.get(same).name());
        Integer there = byPlace.put(key(heater.column(), heater.row()), i);
        require(
            i,
            there == null,
            "%s lies where %s lies already",
            name,
            there == null ? "" : heaters.get(there).name());
        if (heater.kind() == HeaterKind.THETA) {
          int top = heater.mziTopRow();
          require(
              i,
              top >= 0 && top + 1 < rows,
              "the MZI of %s needs rows %d and %d",
              name,
              top,
              top + 1);
          require(
              i,
              heater.column() >= 1 && heater.column() < columns - 1,
              "%s has no room for its couplers",
              name);
          for (int boundary = heater.column() - 1; boundary <= heater.column(); boundary++) {
            boolean free =
                couplers.add(new Coupler(boundary, top))
                    && coupledRows.add(key(boundary, top))
                    && coupledRows.add(key(boundary, top + 1));
            require(i, free, "the MZI of %s overlaps another MZI", name);
          }
        }
      }
      checkRole(heaters, HeaterRole.MESH, HeaterKind.THETA, mesh.nodeCount());
      checkRole(heaters, HeaterRole.MESH, HeaterKind.PHI, mesh.nodeCount());
      for (HeaterRole role : List.of(HeaterRole.GENERATOR, HeaterRole.ANALYZER)) {
        checkRole(heaters, role, HeaterKind.THETA, mesh.ports());
        checkRole(heaters, role, HeaterKind.PHI, mesh.ports());
        checkChain(heaters, role);
      }
      checkMesh(heaters, mesh);
      for (MisplacedHeater error : layoutErrors) {
        boolean known = byPlace.containsKey(key(error.column(), error.row()));
        requirePart(
            "layoutErrors",
            known,
            "layout error names (%d,%d), where no heater is",
            error.column(),
            error.row());
      }
    }

    private static void checkRole(
        List<Heater> heaters, HeaterRole role, HeaterKind kind, int wanted) {
      int[] found = indices(heaters, role, kind);
      requirePart(
          "heaters",
          found.length == wanted,
          "the %s needs %d %s heaters, found %d",
          role.id(),
          wanted,
          kind.id(),
          found.length);
      for (int i = 0; i < found.length; i++) {
        Heater heater = heaters.get(found[i]);
        require(
            found[i],
            heater.index() == i,
            "%s has index %d in the %s; indices must be 0..%d, each once",
            heater.name(),
            heater.index(),
            role.id(),
            wanted - 1);
      }
    }

    private static void checkChain(List<Heater> heaters, HeaterRole role) {
      for (int i : indices(heaters, role, HeaterKind.THETA)) {
        Heater heater = heaters.get(i);
        require(
            i,
            heater.mziTopRow() == heater.index(),
            "%s is number %d of the %s chain, so its MZI must couple rows %d and %d",
            heater.name(),
            heater.index(),
            role.id(),
            heater.index(),
            heater.index() + 1);
      }
    }

    private static void checkMesh(List<Heater> heaters, Mesh mesh) {
      for (int i : indices(heaters, HeaterRole.MESH, HeaterKind.THETA)) {
        Heater heater = heaters.get(i);
        int row = mesh.nodes().get(heater.index()).row();
        require(
            i,
            heater.mziTopRow() == row,
            "%s is mesh node %d, so its MZI must couple rows %d and %d",
            heater.name(),
            heater.index(),
            row,
            row + 1);
      }
    }

    private static long key(int column, int row) {
      return ((long) column << 32) | (row & 0xffffffffL);
    }

    private static void require(int heater, boolean condition, String format, Object... args) {
      if (!condition) {
        throw new ChipLayoutException(heater, "heaters", format.formatted(args));
      }
    }

    private static void requirePart(String part, boolean condition, String format, Object... args) {
      if (!condition) {
        throw new ChipLayoutException(-1, part, format.formatted(args));
      }
    }
  }
}
