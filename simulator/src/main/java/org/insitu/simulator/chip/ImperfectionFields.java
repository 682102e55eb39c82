package org.insitu.simulator.chip;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.insitu.driver.yaml.YamlNode;

/** Reads the components of {@link Imperfections} from YAML by their names. */
final class ImperfectionFields {
  private static final RecordComponent[] COMPONENTS = Imperfections.class.getRecordComponents();
  private static final List<String> NAMES =
      Arrays.stream(COMPONENTS).map(RecordComponent::getName).toList();

  private ImperfectionFields() {}

  /** Returns the values of several maps, where the last word counts; together they are complete. */
  static Imperfections merge(List<YamlNode> maps) {
    Object[] values = new Object[COMPONENTS.length];
    for (YamlNode map : maps) {
      put(map, values);
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        throw maps.get(0).error("field \"%s\" is missing".formatted(NAMES.get(i)));
      }
    }
    return create(values);
  }

  /**
   * Returns a copy with some values replaced.
   *
   * @throws org.insitu.driver.yaml.YamlFileException if a field is unknown or out of range
   */
  static Imperfections override(Imperfections base, YamlNode map) {
    map.allow(NAMES);
    Imperfections result = base;
    for (String name : map.fields().keySet()) {
      // One at a time, so that a value out of range is reported at its own line.
      Object[] values = values(result);
      int i = NAMES.indexOf(name);
      values[i] = value(COMPONENTS[i], map.field(name));
      try {
        result = create(values);
      } catch (IllegalArgumentException e) {
        throw map.field(name).error(e.getMessage());
      }
    }
    return result;
  }

  private static void put(YamlNode map, Object[] values) {
    map.allow(NAMES);
    for (int i = 0; i < values.length; i++) {
      if (map.find(NAMES.get(i)).isPresent()) {
        values[i] = value(COMPONENTS[i], map.field(NAMES.get(i)));
      }
    }
  }

  private static Object value(RecordComponent component, YamlNode node) {
    Class<?> type = component.getType();
    if (type == Duration.class) {
      return node.duration();
    }
    if (type == int.class) {
      return (int) node.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    return node.number(-Double.MAX_VALUE, Double.MAX_VALUE);
  }

  private static Object[] values(Imperfections from) {
    Object[] values = new Object[COMPONENTS.length];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = COMPONENTS[i].getAccessor().invoke(from);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + NAMES.get(i), e);
      }
    }
    return values;
  }

  private static Imperfections create(Object[] values) {
    Class<?>[] types =
        Arrays.stream(COMPONENTS).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return Imperfections.class.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException("cannot create imperfections", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot create imperfections", e);
    }
  }
}
