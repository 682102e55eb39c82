package org.insitu.trainer.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.processor.Propagation;
import org.insitu.mesh.processor.ReadOut;
import org.insitu.mesh.processor.TapPowers;
import org.insitu.mesh.propagation.MeshModel;
import org.insitu.trainer.network.BatchGradient;
import org.insitu.trainer.network.LayerTaps;
import org.insitu.trainer.network.PhotonicNetwork;
import org.insitu.trainer.network.SoftmaxCrossEntropy;
import org.insitu.trainer.network.SumScale;
import org.insitu.trainer.network.TapMap;

/**
 * In situ backpropagation: the gradient of the network as the chip is, measured by launching light.
 *
 * <ol>
 *   <li>Forward, layer by layer: launch x_l, read y_l; x_{l+1} = |y_l|.
 *   <li>Switch the direction. Layer by layer from the last: launch e_l = Re(x_adj,l+1) e^{-i arg
 *       y_l} from the right, read x_adj,l at the left.
 *   <li>Switch back. Layer by layer: launch x_l - iκ conj(x_adj,l) and read the taps (digital), or
 *       x_l ∓ iκ conj(x_adj,l), all samples of the batch at one common scale (analog).
 * </ol>
 *
 * <p>Digital: dL/dp = (P_sum - P_forward - κ² P_backward) / 2κ. Analog: dL/dp = (P₊ - P₋) / 4κ,
 * which needs no taps in steps 1 and 2. The gradient of a batch is the mean over its samples.
 *
 * <p>κ balances the two waves, see {@link SumScale}.
 *
 * <p>Two changes of direction and 3L - 2 programmed layers per batch: a layer is not written again
 * where the order turns round.
 *
 * @see <a href="https://arxiv.org/abs/2205.08501">Pai et al., Science 380, 398 (2023)</a>
 */
public final class InSituGradient {
  private final ChipLayers chip;
  private final PhotonicNetwork network;
  private final boolean analog;
  private final boolean measuredPhases;
  private final MeshModel model;

  /** What the passes of one layer left for the sum pass. */
  private record Layer(ComplexBatch input, ComplexBatch output, Optional<TapPowers> taps) {}

  /**
   * Creates the procedure.
   *
   * @param mode DIGITAL or ANALOG
   * @throws IllegalArgumentException if the mode is MODEL, which measures nothing
   */
  public InSituGradient(ChipLayers chip, GradientMode mode, PhaseSource phases) {
    if (mode == GradientMode.MODEL) {
      throw new IllegalArgumentException("the model's gradient is not measured");
    }
    this.chip = chip;
    network = chip.network();
    analog = mode == GradientMode.ANALOG;
    measuredPhases = phases == PhaseSource.MEASURED;
    model = new MeshModel(network.mesh());
  }

  /**
   * Measures the gradient of a batch.
   *
   * @param parameters phases [rad]; Not modified
   * @param input x₁, {@code [port][sample]}; Not modified
   * @param labels class of each sample
   */
  public BatchGradient measure(double[] parameters, ComplexBatch input, int[] labels)
      throws ProcessorException {
    List<Layer> forward = new ArrayList<>();
    ComplexBatch fields = input;
    for (int layer = 0; layer < network.layers(); layer++) {
      forward.add(pass(parameters, layer, Direction.FORWARD, fields));
      fields = PhotonicNetwork.activate(forward.get(layer).output());
    }
    SoftmaxCrossEntropy.Loss loss = SoftmaxCrossEntropy.evaluate(network.readOut(), fields, labels);
    Layer[] backward = new Layer[network.layers()];
    ComplexBatch adjoint = loss.cotangent();
    for (int layer = network.layers() - 1; layer >= 0; layer--) {
      ComplexBatch cotangent = PhotonicNetwork.pullBack(adjoint, forward.get(layer).output());
      backward[layer] = pass(parameters, layer, Direction.BACKWARD, cotangent);
      adjoint = backward[layer].output();
    }
    double[] gradient = new double[network.parameters()];
    List<LayerTaps> taps = new ArrayList<>();
    for (int layer = 0; layer < network.layers(); layer++) {
      chip.program(parameters, layer);
      taps.add(
          analog
              ? difference(layer, forward.get(layer), backward[layer], gradient)
              : subtraction(layer, forward.get(layer), backward[layer], gradient));
    }
    return new BatchGradient(loss.meanLoss(), loss.correct(), gradient, taps);
  }

  private Layer pass(double[] parameters, int layer, Direction direction, ComplexBatch launches)
      throws ProcessorException {
    MeshPhases phases = chip.program(parameters, layer);
    Propagation read =
        chip.processor().propagate(direction, launches, readOut(), LaunchScale.PER_VECTOR);
    ComplexBatch output = read.output();
    if (!measuredPhases) {
      model.setPhases(phases);
      output = Batches.withPhasesOf(output, model.transform(direction, launches));
    }
    return new Layer(launches, output, read.taps());
  }

  private ReadOut readOut() {
    if (measuredPhases) {
      return analog ? ReadOut.FIELDS : ReadOut.FIELDS_AND_TAPS;
    }
    return analog ? ReadOut.POWERS : ReadOut.POWERS_AND_TAPS;
  }

  private LayerTaps subtraction(int layer, Layer forward, Layer backward, double[] gradient)
      throws ProcessorException {
    TapPowers ahead = forward.taps().orElseThrow();
    TapPowers back = backward.taps().orElseThrow();
    double[] balance = SumScale.PER_SAMPLE.balance(forward.input(), backward.output());
    TapPowers sum =
        taps(
            MeshModel.sumLaunch(forward.input(), Batches.scaled(backward.output(), balance)),
            LaunchScale.PER_VECTOR);
    network.put(
        subtracted(sum.theta(), ahead.theta(), back.theta(), balance),
        subtracted(sum.phi(), ahead.phi(), back.phi(), balance),
        layer,
        gradient);
    return new LayerTaps(
        Optional.of(TapMap.mean(ahead)),
        Optional.of(TapMap.mean(back)),
        TapMap.mean(sum),
        Optional.empty());
  }

  private LayerTaps difference(int layer, Layer forward, Layer backward, double[] gradient)
      throws ProcessorException {
    double[] balance = SumScale.COMMON.balance(forward.input(), backward.output());
    ComplexBatch adjoint = Batches.scaled(backward.output(), balance);
    // One launch of both signs: they share one scale, as the two halves of a lock-in do.
    ComplexBatch both =
        Batches.join(
            MeshModel.sumLaunch(forward.input(), adjoint),
            Batches.differenceLaunch(forward.input(), adjoint));
    TapPowers read = taps(both, LaunchScale.COMMON);
    network.put(lockedIn(read.theta(), balance), lockedIn(read.phi(), balance), layer, gradient);
    int samples = forward.input().samples();
    return new LayerTaps(
        Optional.empty(),
        Optional.empty(),
        part(read, 0, samples),
        Optional.of(part(read, samples, samples)));
  }

  private TapPowers taps(ComplexBatch launches, LaunchScale scale) throws ProcessorException {
    return chip.processor()
        .propagate(Direction.FORWARD, launches, ReadOut.POWERS_AND_TAPS, scale)
        .taps()
        .orElseThrow();
  }

  private static double[] subtracted(
      double[][] sum, double[][] ahead, double[][] back, double[] balance) {
    double[] mean = new double[sum.length];
    for (int node = 0; node < mean.length; node++) {
      int samples = sum[node].length;
      for (int sample = 0; sample < samples; sample++) {
        double kappa = balance[sample];
        double interference =
            sum[node][sample] - ahead[node][sample] - kappa * kappa * back[node][sample];
        mean[node] += interference / (2 * kappa * samples);
      }
    }
    return mean;
  }

  private static double[] lockedIn(double[][] both, double[] balance) {
    double[] mean = new double[both.length];
    for (int node = 0; node < mean.length; node++) {
      int samples = both[node].length / 2;
      for (int sample = 0; sample < samples; sample++) {
        mean[node] +=
            (both[node][sample] - both[node][samples + sample]) / (4 * balance[sample] * samples);
      }
    }
    return mean;
  }

  private static TapMap part(TapPowers both, int first, int samples) {
    return TapMap.mean(
        new TapPowers(part(both.theta(), first, samples), part(both.phi(), first, samples)));
  }

  private static double[][] part(double[][] both, int first, int samples) {
    double[][] part = new double[both.length][samples];
    for (int node = 0; node < part.length; node++) {
      System.arraycopy(both[node], first, part[node], 0, samples);
    }
    return part;
  }
}
