package io.towpath.transforms.value;

/**
 * Judges the form of a decimal number with optional fraction and exponent before anything costly is
 * done with it: parsing a million digits takes quadratic time, and 1e999999999 expands to
 * gigabytes.
 */
final class NumberText {
  /** PostgreSQL's greatest declarable precision. */
  private static final int MAX_DIGITS = 1000;

  private static final int MAX_EXPONENT = 1000;
  static final Refusal LIMIT =
      Refusal.limit(
          "a number of at most " + MAX_DIGITS + " digits and an exponent up to " + MAX_EXPONENT);

  /** What a text is. */
  enum Form {
    NUMBER,
    NO_NUMBER,
    TOO_LARGE
  }

  private NumberText() {}

  static Form judge(byte[] bytes, int from, int to) {
    int at = skipSign(bytes, from, to);
    int whole = skipDigits(bytes, at, to);
    int digits = whole - at;
    at = whole;
    if (at < to && bytes[at] == '.') {
      int end = skipDigits(bytes, at + 1, to);
      digits += end - at - 1;
      at = end;
    }
    if (digits == 0) {
      return Form.NO_NUMBER;
    }
    int exponentDigits = 0;
    int exponent = 0;
    if (at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
      int start = skipSign(bytes, at + 1, to);
      at = skipDigits(bytes, start, to);
      exponentDigits = at - start;
      if (exponentDigits == 0) {
        return Form.NO_NUMBER;
      }
      for (int i = start; i < at && exponent <= MAX_EXPONENT; i++) {
        exponent = exponent * 10 + bytes[i] - '0';
      }
    }
    if (at < to) {
      return Form.NO_NUMBER;
    }
    return digits > MAX_DIGITS || exponent > MAX_EXPONENT ? Form.TOO_LARGE : Form.NUMBER;
  }

  private static int skipSign(byte[] bytes, int at, int to) {
    return at < to && (bytes[at] == '-' || bytes[at] == '+') ? at + 1 : at;
  }

  private static int skipDigits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }
}
