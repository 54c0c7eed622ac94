package io.towpath.transforms.value;

/** Reads the time of a day in ISO 8601 from bytes; where it ends and what it is. */
final class IsoClock {
  /** Microseconds of the day, after a successful read. */
  long micros;

  /**
   * Reads {@code HH:mm[:ss[.fraction]]}. Digits after the sixth must be zero: a column cannot hold
   * them, and dropping them would be silent.
   *
   * @return the position after the time, or -1 if there is none
   */
  int read(byte[] bytes, int from, int to) {
    if (to - from < 5 || bytes[from + 2] != ':') {
      return -1;
    }
    int hour = Calendar.two(bytes, from);
    int minute = Calendar.two(bytes, from + 3);
    if ((hour | minute) < 0 || hour > 23 || minute > 59) {
      return -1;
    }
    micros = (hour * 60L + minute) * 60_000_000L;
    int at = from + 5;
    if (at == to || bytes[at] != ':') {
      return at;
    }
    int second = to - at >= 3 ? Calendar.two(bytes, at + 1) : -1;
    if (second < 0 || second > 59) {
      return -1;
    }
    micros += second * 1_000_000L;
    at += 3;
    return at < to && (bytes[at] == '.' || bytes[at] == ',') ? fraction(bytes, at + 1, to) : at;
  }

  private int fraction(byte[] bytes, int from, int to) {
    int at = from;
    long unit = 100_000;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      int digit = bytes[at] - '0';
      if (unit == 0 && digit != 0) {
        return -1;
      }
      micros += digit * unit;
      unit /= 10;
      at++;
    }
    return at == from ? -1 : at;
  }
}
