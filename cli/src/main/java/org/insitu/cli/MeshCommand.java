package org.insitu.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.insitu.cli.mesh.MeshCase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code insitu mesh}: what the model says of one mesh, to check other programs against. */
@Command(
    name = "mesh",
    header = "Evaluates one mesh, for programs in other languages to compare with.",
    description =
        "Prints matrix, output fields, tap powers and gradients as JSON in the format of the input.")
final class MeshCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE.json",
      description = "topology and n, and any of phases, errors, input, loss_weights.")
  private Path file;

  @Option(names = "--json", description = "Prints the object on one line.")
  private boolean json;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(MeshCase.evaluate(file, !json).strip());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
