package io.towpath.guide;

import io.towpath.config.Settings;
import io.towpath.core.BoundStep;
import io.towpath.core.Reason;
import io.towpath.core.Step;
import io.towpath.core.Violation;
import io.towpath.transforms.StepFactory;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Writes telephone numbers as E.164 does: + and digits, with the country's code. */
public final class NormalizePhone implements StepFactory {
  @Override
  public String name() {
    return "normalize-phone";
  }

  @Override
  public List<String> mistakes(Settings settings) {
    return settings.mistakes(List.of("column", "country"), List.of());
  }

  @Override
  public Step step(Settings settings) {
    String column = settings.get("column");
    String country = settings.get("country");
    return schema -> bind(schema, column, country);
  }

  /** Once per worker: what a name means is found here, not for every record. */
  private static BoundStep bind(Schema schema, String column, String country) {
    int at = schema.getField(column).pos();
    return (record, origin, outlet) -> {
      Object phone = record.get(at);
      String normal = phone == null ? null : normal(phone.toString(), country);
      if (phone != null && normal == null) {
        outlet.reject(
            origin, new Violation(Reason.PATTERN, column, phone.toString(), "7 to 15 digits"));
        return;
      }
      GenericRecord changed = record;
      changed.put(at, normal);
      outlet.record(changed, origin);
    };
  }

  private static String normal(String phone, String country) {
    String bare = phone.replaceAll("[ ()./-]", "").replaceFirst("^00", "+");
    String full = bare.startsWith("+") ? bare : "+" + country + bare.replaceFirst("^0", "");
    return full.matches("\\+[0-9]{7,15}") ? full : null;
  }
}
