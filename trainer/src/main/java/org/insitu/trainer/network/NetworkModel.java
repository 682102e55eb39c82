package org.insitu.trainer.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.propagation.MeshGradient;
import org.insitu.mesh.propagation.MeshModel;
import org.insitu.mesh.propagation.TappedFields;

/**
 * The network as mathematics: what the programmed phases mean on perfect hardware, or on hardware
 * with known errors. The digital reference of a run.
 *
 * <p>Not thread-safe.
 */
public final class NetworkModel {
  private final PhotonicNetwork network;
  private final MeshModel model;

  /** Creates the model on a perfect mesh. */
  public NetworkModel(PhotonicNetwork network) {
    this(network, MeshErrors.none(network.mesh()));
  }

  /** Creates the model on a mesh with known errors. */
  public NetworkModel(PhotonicNetwork network, MeshErrors errors) {
    this.network = network;
    model = new MeshModel(network.mesh(), errors);
  }

  /**
   * Returns the output magnitudes x_{L+1}, {@code [port][sample]}.
   *
   * @param parameters phases [rad]; Not modified
   * @param input x₁; Not modified
   */
  public ComplexBatch infer(double[] parameters, ComplexBatch input) {
    ComplexBatch fields = input;
    for (int layer = 0; layer < network.layers(); layer++) {
      model.setPhases(network.phases(parameters, layer));
      fields = PhotonicNetwork.activate(model.transform(Direction.FORWARD, fields));
    }
    return fields;
  }

  /** Returns the share of samples classified rightly. */
  public double accuracy(double[] parameters, ComplexBatch input, int[] labels) {
    int[] classes = SoftmaxCrossEntropy.classify(network.readOut(), infer(parameters, input));
    int correct = 0;
    for (int sample = 0; sample < labels.length; sample++) {
      correct += classes[sample] == labels[sample] ? 1 : 0;
    }
    return (double) correct / labels.length;
  }

  /**
   * Computes the exact gradient of the mean loss by the adjoint method.
   *
   * @param parameters phases [rad]; Not modified
   * @param input x₁, {@code [port][sample]}; Not modified
   * @param labels class of each sample
   */
  public BatchGradient gradient(double[] parameters, ComplexBatch input, int[] labels) {
    return gradient(parameters, input, labels, SumScale.PER_SAMPLE);
  }

  /**
   * Computes the exact gradient of the mean loss by the adjoint method.
   *
   * @param parameters phases [rad]; Not modified
   * @param input x₁, {@code [port][sample]}; Not modified
   * @param labels class of each sample
   * @param scale how the adjoint is scaled in the tap map of the sum; the gradient does not depend
   *     on it
   */
  public BatchGradient gradient(
      double[] parameters, ComplexBatch input, int[] labels, SumScale scale) {
    int layers = network.layers();
    List<TappedFields> forward = new ArrayList<>();
    List<ComplexBatch> inputs = new ArrayList<>();
    ComplexBatch fields = input;
    for (int layer = 0; layer < layers; layer++) {
      model.setPhases(network.phases(parameters, layer));
      inputs.add(fields);
      forward.add(model.fields(Direction.FORWARD, fields));
      fields = PhotonicNetwork.activate(forward.get(layer).output());
    }
    SoftmaxCrossEntropy.Loss loss = SoftmaxCrossEntropy.evaluate(network.readOut(), fields, labels);
    double[] gradient = new double[network.parameters()];
    LayerTaps[] taps = new LayerTaps[layers];
    ComplexBatch adjoint = loss.cotangent();
    for (int layer = layers - 1; layer >= 0; layer--) {
      TappedFields ahead = forward.get(layer);
      ComplexBatch cotangent = PhotonicNetwork.pullBack(adjoint, ahead.output());
      model.setPhases(network.phases(parameters, layer));
      TappedFields back = model.fields(Direction.BACKWARD, cotangent);
      MeshGradient sum =
          MeshGradient.ofFields(ahead.heaters(), back.heaters(), ahead.output(), cotangent);
      network.put(
          mean(sum.theta(), labels.length), mean(sum.phi(), labels.length), layer, gradient);
      double[] balance = scale.balance(inputs.get(layer), back.output());
      taps[layer] =
          new LayerTaps(
              Optional.of(TapMap.mean(ahead.heaters().powers())),
              Optional.of(TapMap.mean(back.heaters().powers())),
              TapMap.meanOfSum(ahead.heaters(), back.heaters(), balance),
              scale == SumScale.COMMON
                  ? Optional.of(
                      TapMap.meanOfSum(ahead.heaters(), back.heaters(), negative(balance)))
                  : Optional.empty());
      adjoint = back.output();
    }
    return new BatchGradient(loss.meanLoss(), loss.correct(), gradient, List.of(taps));
  }

  private static double[] negative(double[] balance) {
    double[] negative = new double[balance.length];
    for (int i = 0; i < balance.length; i++) {
      negative[i] = -balance[i];
    }
    return negative;
  }

  private static double[] mean(double[] sums, int samples) {
    double[] mean = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      mean[i] = sums[i] / samples;
    }
    return mean;
  }
}
