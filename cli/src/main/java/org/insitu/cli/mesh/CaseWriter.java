package org.insitu.cli.mesh;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.processor.TapPowers;

/** Writes results with all digits of a double; complex numbers are {@code [re, im]}. */
final class CaseWriter {
  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  CaseWriter(boolean pretty) {
    try {
      json = new JsonMapper().createGenerator(text);
      if (pretty) {
        json.setPrettyPrinter(new DefaultPrettyPrinter());
      }
      json.writeStartObject();
    } catch (IOException e) {
      throw impossible(e);
    }
  }

  /** Something that may fail in general but not when it writes into memory. */
  private interface Writing {
    void write() throws IOException;
  }

  private CaseWriter field(String key, Writing writing) {
    try {
      json.writeFieldName(key);
      writing.write();
      return this;
    } catch (IOException e) {
      throw impossible(e);
    }
  }

  CaseWriter word(String key, String value) {
    return field(key, () -> json.writeString(value));
  }

  CaseWriter number(String key, double value) {
    return field(key, () -> json.writeNumber(value));
  }

  CaseWriter whole(String key, int value) {
    return field(key, () -> json.writeNumber(value));
  }

  CaseWriter reals(String key, double[] values) {
    return field(key, () -> json.writeArray(values, 0, values.length));
  }

  CaseWriter nodes(String key, Mesh mesh) {
    return field(
        key,
        () -> {
          json.writeStartArray();
          for (MeshNode node : mesh.nodes()) {
            json.writeArray(new int[] {node.column(), node.row()}, 0, 2);
          }
          json.writeEndArray();
        });
  }

  CaseWriter vector(String key, ComplexBatch batch) {
    return field(
        key,
        () -> {
          json.writeStartArray();
          for (int port = 0; port < batch.ports(); port++) {
            pair(batch.re()[port][0], batch.im()[port][0]);
          }
          json.writeEndArray();
        });
  }

  CaseWriter matrix(String key, ComplexMatrix matrix) {
    return field(
        key,
        () -> {
          json.writeStartArray();
          for (int row = 0; row < matrix.rows(); row++) {
            json.writeStartArray();
            for (int column = 0; column < matrix.columns(); column++) {
              pair(matrix.re()[row][column], matrix.im()[row][column]);
            }
            json.writeEndArray();
          }
          json.writeEndArray();
        });
  }

  CaseWriter taps(String pass, TapPowers taps) {
    return reals("tap_theta_" + pass, firstSample(taps.theta()))
        .reals("tap_phi_" + pass, firstSample(taps.phi()));
  }

  /** Ends the object and returns the text. */
  String finish() {
    try {
      json.writeEndObject();
      json.close();
      return text.toString();
    } catch (IOException e) {
      throw impossible(e);
    }
  }

  private void pair(double re, double im) throws IOException {
    json.writeArray(new double[] {re, im}, 0, 2);
  }

  private static double[] firstSample(double[][] power) {
    double[] first = new double[power.length];
    for (int node = 0; node < power.length; node++) {
      first[node] = power[node][0];
    }
    return first;
  }

  private static UncheckedIOException impossible(IOException e) {
    return new UncheckedIOException("writing to memory failed", e);
  }
}
