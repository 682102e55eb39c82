package org.insitu.gui;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.insitu.gui.model.AlarmLog;
import org.insitu.gui.model.BenchOpener;

/**
 * What a window needs from outside.
 *
 * @param opener opens chips
 * @param chip chip that is filled in
 * @param seed its seed
 * @param connect whether to connect to it at once
 * @param runFolder where runs are recorded; empty records nothing
 * @param settings file that remembers the window
 * @param version version of the program
 * @param clock time of alarms
 * @param closed told when the chip was let go, before the toolkit ends
 */
public record GuiOptions(
    BenchOpener opener,
    String chip,
    long seed,
    boolean connect,
    Optional<Path> runFolder,
    Path settings,
    String version,
    Clock clock,
    Consumer<AlarmLog> closed) {}
