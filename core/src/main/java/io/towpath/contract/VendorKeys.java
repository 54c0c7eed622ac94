package io.towpath.contract;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads customProperties. Entries with {@code vendor: towpath} are a closed vocabulary; those of
 * other vendors are theirs. Version 3.1 has no vendor, so there a name of ours counts as ours.
 */
final class VendorKeys {
  private static final String VENDOR = "towpath";
  private static final List<String> ALL =
      List.of("versionedBy", "indexes", "partitionBy", "mask", "generatedBy", "onViolation");
  private static final List<String> KEYS = List.of("property", "value", "description", "id");

  private final Scope scope;
  private final List<String> allowed;

  private VendorKeys(Scope scope, List<String> allowed) {
    this.scope = scope;
    this.allowed = allowed;
  }

  /** The values of our keys in this place. */
  static Map<String, YamlValue> read(Scope scope, YamlKeys keys, String... allowed) {
    VendorKeys reader = new VendorKeys(scope, List.of(allowed));
    Map<String, YamlValue> values = new HashMap<>();
    for (YamlValue item : keys.items("customProperties")) {
      scope.keys(item, KEYS, List.of("vendor")).ifPresent(entry -> reader.entry(entry, values));
    }
    return values;
  }

  private void entry(YamlKeys entry, Map<String, YamlValue> values) {
    String property =
        entry.require("property", "the property's name").map(YamlValue::text).orElse(null);
    Optional<YamlValue> value = entry.require("value", "the property's value");
    entry.find("description").ifPresent(Shape.TEXT::check);
    entry.find("id").ifPresent(Shape.TEXT::check);
    String vendor = entry.text("vendor");
    if (property == null) {
      return;
    }
    if (vendor == null && scope.v32() && !entry.has("vendor") && allowed.contains(property)) {
      entry.problemAt(
          "property",
          property + " has no vendor; add vendor: towpath, or rename it if it is not Towpath's");
      return;
    }
    boolean ours = scope.v32() ? VENDOR.equals(vendor) : ALL.contains(property);
    if (!ours) {
      nearVendor(entry, vendor, property);
    } else if (!allowed.contains(property)) {
      unknown(entry, property);
    } else if (values.containsKey(property)) {
      entry.problemAt("property", property + " is given twice");
    } else {
      value.ifPresent(found -> values.put(property, found.named(property)));
    }
  }

  private void nearVendor(YamlKeys entry, String vendor, String property) {
    if (vendor != null
        && ALL.contains(property)
        && Nearest.of(vendor, List.of(VENDOR)).isPresent()) {
      entry.problemAt("vendor", "unknown vendor " + vendor + ". Did you mean towpath?");
    }
  }

  private void unknown(YamlKeys entry, String property) {
    entry
        .find("property")
        .ifPresent(
            value ->
                value.problem(
                    ALL.contains(property)
                        ? "towpath's " + property + " has no meaning here; expected " + expected()
                        : "unknown property "
                            + property
                            + " of vendor towpath"
                            + Nearest.of(property, allowed)
                                .map(near -> ". Did you mean " + near + "?")
                                .orElse("; expected " + expected())));
  }

  private String expected() {
    List<String> words = new ArrayList<>(allowed);
    return words.isEmpty() ? "none" : String.join(", ", words);
  }
}
