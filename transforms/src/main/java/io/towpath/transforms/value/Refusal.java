package io.towpath.transforms.value;

import io.towpath.core.Reason;

/**
 * Says why a text is no value of a type. Refusals are built with their parser, not per record.
 *
 * @param reason why
 * @param expected what would have passed, in words
 */
public record Refusal(Reason reason, String expected) {

  static Refusal type(String expected) {
    return new Refusal(Reason.TYPE, expected);
  }

  static Refusal limit(String expected) {
    return new Refusal(Reason.LIMIT, expected);
  }

  static Refusal encoding(String expected) {
    return new Refusal(Reason.ENCODING, expected);
  }
}
