package org.insitu.trainer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The runs of a folder. */
public final class RunArchive {
  private RunArchive() {}

  /**
   * A directory that holds a run.
   *
   * @param directory where
   * @param head what it is; empty if it cannot be read
   * @param problem one sentence why not; empty if it can be read
   */
  public record Entry(Path directory, Optional<RunHead> head, Optional<String> problem) {
    /** Reads the head of a directory. */
    public static Entry of(Path directory) {
      try {
        return new Entry(directory, Optional.of(RunHead.read(directory)), Optional.empty());
      } catch (RunFileException e) {
        return new Entry(directory, Optional.empty(), Optional.of(e.getMessage()));
      }
    }

    private Instant date() {
      return head.map(RunHead::date).orElse(Instant.MIN);
    }
  }

  /**
   * Lists the runs of a folder, newest first; those that cannot be read come last.
   *
   * @param folder folder with a directory per run; one that is not there has none
   * @throws RunFileException with one sentence if the folder cannot be read
   */
  public static List<Entry> list(Path folder) throws RunFileException {
    List<Path> directories;
    try (Stream<Path> all = Files.list(folder)) {
      directories = all.filter(Files::isDirectory).filter(RunHead::isRun).sorted().toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException e) {
      throw new RunFileException(
          "%s: the folder of runs cannot be read: %s.".formatted(folder, e.getMessage()), e);
    }
    List<Entry> entries = new ArrayList<>();
    for (Path directory : directories) {
      entries.add(Entry.of(directory));
    }
    entries.sort(Comparator.comparing(Entry::date).reversed());
    return List.copyOf(entries);
  }
}
