package org.insitu.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;

/** Results for other programs. */
public final class JsonOutput {
  private JsonOutput() {}

  /**
   * Prints one JSON object.
   *
   * @param result a record or a map
   */
  public static void print(PrintWriter out, Object result) {
    try {
      out.println(
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result has no JSON form", e);
    }
  }
}
