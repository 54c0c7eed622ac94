package io.towpath.bench.lineitem;

import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Holds lines back until the file has come to a position, so that versions arrive out of order. */
final class LateLines {
  private record Late(long position, long sequence, String line) {}

  private final PriorityQueue<Late> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Late::position).thenComparingLong(Late::sequence));
  private long sequence;

  void add(long position, String line) {
    waiting.add(new Late(position, sequence++, line));
  }

  void writeUpTo(long position, Lines lines) throws IOException {
    while (!waiting.isEmpty() && waiting.peek().position() <= position) {
      lines.write(waiting.poll().line());
    }
  }

  void writeAll(Lines lines) throws IOException {
    writeUpTo(Long.MAX_VALUE, lines);
  }
}
