package org.insitu.gui.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.insitu.gui.model.Alarm.Severity;
import org.insitu.trainer.run.RunArchive;
import org.insitu.trainer.run.RunArchive.Entry;
import org.insitu.trainer.run.RunFileException;
import org.insitu.trainer.run.RunHead;
import org.insitu.trainer.run.RunRecord;
import org.insitu.trainer.run.RunReplay;

/**
 * The recorded runs: lists them, opens one, computes moments of it. Methods return at once; a
 * thread of its own does the work, and what it found is told by immutable snapshots.
 */
public final class RunLibrary implements AutoCloseable {
  /**
   * The run that was asked for last.
   *
   * @param directory its directory
   * @param record what it holds; empty as long as it is read, or if it cannot be
   * @param problem one sentence why it cannot be read
   */
  public record Opened(Path directory, Optional<RunRecord> record, Optional<String> problem) {}

  private record Moment(RunReplay replay, int index) {}

  private final AlarmLog log;
  private final ExecutorService reader = Workers.named("insitu-runs");
  private final AtomicReference<Optional<Moment>> wanted = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Path>> asked = new AtomicReference<>(Optional.empty());
  private volatile Optional<Path> folder;
  private volatile List<Entry> entries = List.of();
  private volatile List<Path> extra = List.of();
  private volatile Optional<Opened> opened = Optional.empty();
  private volatile Optional<ReplayFrame> frame = Optional.empty();

  RunLibrary(AlarmLog log, Optional<Path> folder) {
    this.log = log;
    this.folder = folder;
  }

  /** Returns the folder whose runs are listed. */
  public Optional<Path> folder() {
    return folder;
  }

  /** Returns the runs as they were listed last: newest first, unreadable ones last. */
  public List<Entry> entries() {
    return entries;
  }

  /** Returns the run that was asked for last; empty before. */
  public Optional<Opened> opened() {
    return opened;
  }

  /** Returns the moment that was computed last; may belong to the run before. */
  public Optional<ReplayFrame> frame() {
    return frame;
  }

  /** Lists the folder again. */
  public void list() {
    reader.execute(this::relist);
  }

  private void relist() {
    List<Entry> found = new ArrayList<>();
    try {
      if (folder.isPresent()) {
        found.addAll(RunArchive.list(folder.get()));
      }
    } catch (RunFileException unreadable) {
      log.add(Severity.ERROR, unreadable.getMessage());
    }
    for (Path directory : extra) {
      if (found.stream().noneMatch(entry -> entry.directory().equals(directory))) {
        found.add(0, Entry.of(directory));
      }
    }
    List<Entry> now = List.copyOf(found);
    if (!now.equals(entries)) {
      entries = now;
    }
  }

  /** Opens the directory of a run, or lists a folder of runs, whichever it is. */
  public void browse(Path directory) {
    reader.execute(
        () -> {
          try {
            if (RunHead.isRun(directory)) {
              extra = append(extra, directory);
              relist();
              open(directory);
            } else if (!RunArchive.list(directory).isEmpty()) {
              folder = Optional.of(directory);
              extra = List.of();
              relist();
            } else {
              fail(
                  directory,
                  directory
                      + ": there is no run here; choose the folder of a run (it holds a run.yaml), or a folder of runs.");
            }
          } catch (RunFileException unreadable) {
            fail(directory, unreadable.getMessage());
          }
        });
  }

  private static List<Path> append(List<Path> paths, Path path) {
    List<Path> all = new ArrayList<>(paths);
    all.remove(path);
    all.add(path);
    return List.copyOf(all);
  }

  /** Opens the directory of a run; {@link #opened} tells when it is there. */
  public void open(Path directory) {
    asked.set(Optional.of(directory));
    opened = Optional.of(new Opened(directory, Optional.empty(), Optional.empty()));
    reader.execute(() -> read(directory));
  }

  /** Lists again, and reads again what is open if there may be more of it by now. */
  public void renew() {
    list();
    opened
        .filter(
            now ->
                now.problem().isPresent()
                    || now.record()
                        .filter(run -> run.head().state() == RunHead.State.UNFINISHED)
                        .isPresent())
        .map(Opened::directory)
        .ifPresent(this::open);
  }

  private void read(Path directory) {
    if (!asked.get().equals(Optional.of(directory))) {
      return; // another one was asked for since
    }
    try {
      RunRecord record = RunRecord.read(directory);
      record.remark().ifPresent(remark -> log.add(Severity.WARNING, directory + ": " + remark));
      opened = Optional.of(new Opened(directory, Optional.of(record), Optional.empty()));
    } catch (RunFileException unreadable) {
      fail(directory, unreadable.getMessage());
    } catch (RuntimeException fault) {
      fail(
          directory,
          "%s: this is a fault of insitu, not yours: %s; please report it."
              .formatted(directory, fault));
    }
  }

  private void fail(Path directory, String problem) {
    log.add(Severity.ERROR, problem);
    opened = Optional.of(new Opened(directory, Optional.empty(), Optional.of(problem)));
  }

  /** Asks for a moment of a run; of several that wait only the last one is computed. */
  public void want(RunReplay replay, int index) {
    if (wanted.getAndSet(Optional.of(new Moment(replay, index))).isEmpty()) {
      reader.execute(
          () ->
              wanted
                  .getAndSet(Optional.empty())
                  .ifPresent(
                      moment ->
                          frame = Optional.of(ReplayFrame.of(moment.replay(), moment.index()))));
    }
  }

  @Override
  public void close() {
    reader.shutdown();
  }
}
