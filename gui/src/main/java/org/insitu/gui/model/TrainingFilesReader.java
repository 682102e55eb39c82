package org.insitu.gui.model;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.insitu.mesh.Mesh;

/** Reads the files of a form on a thread of its own, whenever the user names other ones. */
public final class TrainingFilesReader implements AutoCloseable {
  private record Question(Optional<String> csv, String startPhases, long seed, Mesh mesh) {}

  private record Answer(Question question, TrainingFiles files) {}

  private final ExecutorService reader = Workers.named("insitu-files");
  private Optional<Question> asked = Optional.empty();
  private volatile Optional<Answer> answer = Optional.empty();

  /**
   * Returns what the files of a form hold; from one thread.
   *
   * @param mesh mesh of the chip; without a chip no file is read
   * @return empty as long as they are being read
   */
  public Optional<TrainingFiles> files(TrainingForm form, Optional<Mesh> mesh) {
    if (mesh.isEmpty() || (form.csv().isEmpty() && form.startPhases().isBlank())) {
      asked = Optional.empty();
      return Optional.of(TrainingFiles.NONE);
    }
    Question question = new Question(form.csv(), form.startPhases(), form.seed(), mesh.get());
    if (!asked.equals(Optional.of(question))) {
      asked = Optional.of(question);
      reader.execute(
          () -> answer = Optional.of(new Answer(question, TrainingFiles.read(form, mesh.get()))));
    }
    return answer.filter(known -> known.question().equals(question)).map(Answer::files);
  }

  @Override
  public void close() {
    reader.shutdown();
  }
}
