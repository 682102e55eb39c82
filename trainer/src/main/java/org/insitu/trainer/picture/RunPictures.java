package org.insitu.trainer.picture;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.network.LayerTaps;
import org.insitu.trainer.network.PhotonicNetwork;

/** The pictures of a run as PNG files. */
public final class RunPictures {
  private final PhotonicNetwork network;
  private final TaskData data;

  /** Creates the pictures of a network and its task. */
  public RunPictures(PhotonicNetwork network, TaskData data) {
    this.network = network;
    this.data = data;
  }

  /** Returns loss, accuracy and gradient error over the iterations. */
  public byte[] training(String title, TrainingCurves curves) throws IOException {
    return TrainingChart.png(title, curves);
  }

  /**
   * Returns class probabilities over the plane with the points.
   *
   * @param parameters phases [rad]; Not modified
   * @throws IllegalArgumentException if the task has not two features
   */
  public byte[] boundary(double[] parameters) throws IOException {
    if (data.train().features() != 2) {
      throw new IllegalArgumentException(
          "a plane has 2 features, the task has " + data.train().features());
    }
    return new BoundaryPicture(network, data).png(parameters);
  }

  /**
   * Returns the mesh of every layer with its phases and, where there are any, tap powers.
   *
   * @param parameters phases [rad]; Not modified
   * @param taps tap maps per layer
   */
  public byte[] mesh(double[] parameters, Optional<List<LayerTaps>> taps) throws IOException {
    return new MeshPicture(network, parameters, taps).png();
  }
}
