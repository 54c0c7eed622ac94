package io.towpath.transforms.value;

/**
 * Reads dates and times of ISO 8601 from bytes, without objects. Years are 0001 to 9999; a leap
 * second is no time, because PostgreSQL would move it to the next minute.
 */
final class Calendar {
  /** Stands for "no such date" or "no such time". */
  static final int NONE = Integer.MIN_VALUE;

  static final long MICROS_OF_DAY = 86_400_000_000L;

  private Calendar() {}

  /** Epoch day of {@code yyyy-MM-dd} at the position, which must have ten bytes. */
  static int date(byte[] bytes, int at) {
    if (bytes[at + 4] != '-' || bytes[at + 7] != '-') {
      return NONE;
    }
    int century = two(bytes, at);
    int rest = two(bytes, at + 2);
    int month = two(bytes, at + 5);
    int day = two(bytes, at + 8);
    if ((century | rest | month | day) < 0) {
      return NONE;
    }
    int year = century * 100 + rest;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
      return NONE;
    }
    return epochDay(year, month, day);
  }

  /** Second of the day of {@code HH:mm:ss} at the position, which must have eight bytes. */
  static int seconds(byte[] bytes, int at) {
    if (bytes[at + 2] != ':' || bytes[at + 5] != ':') {
      return NONE;
    }
    int hour = two(bytes, at);
    int minute = two(bytes, at + 3);
    int second = two(bytes, at + 6);
    if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) {
      return NONE;
    }
    return hour * 3600 + minute * 60 + second;
  }

  /** Two digits as a number, negative if they are none. */
  static int two(byte[] bytes, int at) {
    int high = bytes[at] - '0';
    int low = bytes[at + 1] - '0';
    if (high < 0 || high > 9 || low < 0 || low > 9) {
      return -1;
    }
    return high * 10 + low;
  }

  private static int daysIn(int year, int month) {
    if (month == 2) {
      return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return 30 + ((month + (month >> 3)) & 1);
  }

  /**
   * Days from civil (H. Hinnant, "chrono-compatible low-level date algorithms"), for years &gt; 0.
   */
  private static int epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }
}
