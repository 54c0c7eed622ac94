package io.towpath.contract;

import io.towpath.contract.Contract.ServiceLevel;
import io.towpath.contract.Contract.ServiceLevel.Promise;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads slaProperties. Words that Towpath does not measure are the reader's to know. */
final class SlaReader {
  private static final List<String> KEYS =
      List.of(
          "id",
          "property",
          "value",
          "valueExt",
          "unit",
          "element",
          "description",
          "driver",
          "scheduler",
          "schedule");
  private static final List<String> SINCE_32 =
      List.of("customProperties", "authoritativeDefinitions");
  private static final List<String> WORDS =
      List.of(
          "availability",
          "throughput",
          "errorRate",
          "generalAvailability",
          "endOfSupport",
          "endOfLife",
          "retention",
          "frequency",
          "latency",
          "freshness",
          "timeToDetect",
          "timeToNotify",
          "timeToRepair",
          "timeOfAvailability");
  private static final Map<String, Promise> PROMISES =
      Map.of(
          "freshness", Promise.FRESHNESS,
          "latency", Promise.FRESHNESS,
          "retention", Promise.RETENTION,
          "frequency", Promise.FREQUENCY);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Scope scope;
  private final BoundObject object;
  private final List<ServiceLevel> levels = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private @Nullable BigDecimal errorRate;

  SlaReader(Scope scope, BoundObject object) {
    this.scope = scope;
    this.object = object;
  }

  /**
   * The share of records that may be rejected, in percent, if said, and the promises about time.
   */
  record Levels(@Nullable BigDecimal errorRate, List<ServiceLevel> levels) {}

  Levels read(YamlKeys contract) {
    for (YamlValue item : contract.items("slaProperties")) {
      scope.keys(item, KEYS, SINCE_32).ifPresent(keys -> level(keys, item));
    }
    return new Levels(errorRate, List.copyOf(levels));
  }

  private void level(YamlKeys keys, YamlValue item) {
    Wording.checkElement(keys);
    Wording.checkCustom(keys);
    Optional<YamlValue> property = keys.require("property", "a word such as freshness");
    Optional<YamlValue> value = keys.require("value", "what is promised");
    keys.find("unit").ifPresent(YamlValue::text);
    String text = property.map(YamlValue::text).orElse(null);
    if (text == null || value.isEmpty()) {
      return;
    }
    List<Column> elements = elements(keys);
    String word = text.toLowerCase(Locale.ROOT);
    if (word.equals("errorrate")) {
      errorRate(keys, value.get(), property.get());
    } else if (PROMISES.containsKey(word)) {
      promise(new Level(PROMISES.get(word), text, item, keys), value.get(), elements);
    } else if (WORDS.stream().noneMatch(known -> known.equalsIgnoreCase(text))) {
      Nearest.of(text, WORDS)
          .ifPresent(
              near ->
                  property
                      .get()
                      .problem("unknown service level " + text + ". Did you mean " + near + "?"));
    } else if (value.get().isList() || value.get().isMapping()) {
      value.get().expected("text, a number, true or false");
    }
  }

  private void errorRate(YamlKeys keys, YamlValue value, YamlValue property) {
    BigDecimal rate = value.number();
    String unit = keys.has("unit") ? keys.text("unit") : "percent";
    if (unit != null && !unit.equals("percent") && !unit.equals("%")) {
      keys.find("unit").ifPresent(found -> found.expected("percent"));
    }
    if (rate != null && (rate.signum() < 0 || rate.compareTo(HUNDRED) > 0)) {
      value.expected("a share from 0 to 100 percent");
    }
    if (errorRate != null) {
      property.problem("errorRate is given twice");
    }
    errorRate = rate == null ? BigDecimal.ZERO : rate;
  }

  private record Level(Promise promise, String word, YamlValue item, YamlKeys keys) {}

  private void promise(Level level, YamlValue value, List<Column> elements) {
    Duration within = TimeSpans.read(value, level.keys());
    if (level.promise() == Promise.FREQUENCY) {
      add(level, null, within);
      return;
    }
    if (elements.isEmpty() && !level.keys().has("element")) {
      level.keys().require("element", object.name() + ".column, the time that it is measured by");
    }
    for (Column column : elements) {
      if (column.isTemporal()) {
        add(level, column.name(), within);
      } else {
        level
            .keys()
            .problemAt(
                "element",
                level.word()
                    + " is measured by a date or timestamp; "
                    + column.name()
                    + " is "
                    + SqlTypes.text(column.field().type()));
      }
    }
  }

  private void add(Level level, @Nullable String column, @Nullable Duration within) {
    if (!seen.add(level.promise() + "/" + column)) {
      level.keys().problemAt("property", level.word() + " of the same element is given twice");
    }
    if (within != null) {
      levels.add(
          new ServiceLevel(level.promise(), column, within, level.item().place().fileAndLine()));
    }
  }

  /** The columns that {@code object.property, …} names. */
  private List<Column> elements(YamlKeys keys) {
    Optional<YamlValue> value = keys.find("element");
    String text = value.map(YamlValue::text).orElse(null);
    List<Column> columns = new ArrayList<>();
    if (text == null) {
      return columns;
    }
    for (String part : text.split(",", -1)) {
      String element = part.strip();
      if (element.equals(object.name())) {
        continue;
      }
      Optional<Column> column =
          element.startsWith(object.name() + ".")
              ? object.column(element.substring(object.name().length() + 1))
              : Optional.empty();
      if (column.isEmpty()) {
        List<String> known =
            object.columns().stream().map(found -> object.name() + "." + found.property()).toList();
        value
            .get()
            .problem(
                "element "
                    + element
                    + " names nothing in this contract; expected "
                    + object.name()
                    + ".column"
                    + Nearest.hint(element, known));
      }
      column.ifPresent(columns::add);
    }
    return columns;
  }
}
