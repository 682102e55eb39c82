package org.insitu.cli.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.insitu.driver.yaml.Nearest;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One of a few words, in lower case; a wrong one is answered with the nearest valid ones.
 *
 * @param <E> the constants
 */
public abstract class Choice<E extends Enum<E>> implements ITypeConverter<E> {
  private final Map<String, E> words = new LinkedHashMap<>();

  /** Takes the constants of an enum in their order. */
  protected Choice(Class<E> constants) {
    for (E constant : constants.getEnumConstants()) {
      words.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
  }

  @Override
  public E convert(String text) {
    E found = words.get(text);
    if (found == null) {
      throw new TypeConversionException(
          "has no value '" + text + "', " + Nearest.hint(text, new ArrayList<>(words.keySet())));
    }
    return found;
  }
}
