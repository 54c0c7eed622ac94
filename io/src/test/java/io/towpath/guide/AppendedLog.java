package io.towpath.guide;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.Settings;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.source.AvroPart;
import io.towpath.io.source.Finding;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourceFactory;
import io.towpath.io.source.SourcePlan;
import io.towpath.io.source.SplitReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** A log that a program appends lines to; each land run takes the whole lines since the last. */
public final class AppendedLog implements SourceFactory {
  private static final Schema LINE =
      SchemaBuilder.record("line")
          .fields()
          .requiredLong("offset")
          .requiredString("text")
          .endRecord();

  @Override
  public String name() {
    return "appended-log";
  }

  @Override
  public List<String> mistakes(Settings settings) {
    return settings.mistakes(List.of("path"), List.of());
  }

  @Override
  public Source open(Settings settings) {
    return new Log(Path.of(settings.get("path")));
  }

  /** The driver's side: what is new, and up to where. */
  private record Log(Path file) implements Source {
    @Override
    public SourcePlan plan(@Nullable String cursor) {
      long from = cursor == null ? 0 : Long.parseLong(cursor);
      long to = endOfLastLine();
      if (to < from) {
        throw failure("is shorter than when it was read last; move its feed to the new log", null);
      }
      return to == from
          ? SourcePlan.nothing()
          : new SourcePlan(
              List.of(new Stretch(file.toString(), from, to)),
              to - from,
              new Manifest.Slice(Long.toString(from), Long.toString(to), Long.toString(to), true));
    }

    /** A line that is still being written is left to the next run. */
    private long endOfLastLine() {
      try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
        long end = log.length();
        while (end > 0) {
          log.seek(end - 1);
          if (log.read() == '\n') {
            return end;
          }
          end--;
        }
        return 0;
      } catch (IOException e) {
        throw failure("cannot be read: is it there, and may you read it?", e);
      }
    }

    private TowpathException failure(String why, @Nullable Exception cause) {
      return new TowpathException(ExitCode.SOURCE, "log " + file + " " + why, cause);
    }

    @Override
    public List<Finding> examine(@Nullable String cursor) {
      return List.of(Finding.good("", endOfLastLine() + " bytes, " + cursor + " of them landed"));
    }
  }

  /** A worker's side: reads the same bytes as often as it is asked to. */
  private record Stretch(String file, long from, long to) implements SplitReader {
    @Override
    public Manifest.Part land(PartPlace place) {
      try (InputStream in = Files.newInputStream(Path.of(file));
          AvroPart part = AvroPart.begin(place, "log", LINE)) {
        in.skipNBytes(from);
        long offset = from;
        for (String text : new String(in.readNBytes((int) (to - from)), UTF_8).split("\n")) {
          GenericData.Record line = new GenericData.Record(LINE);
          line.put("offset", offset);
          line.put("text", text);
          part.append(line);
          offset += text.getBytes(UTF_8).length + 1;
        }
        return part.commit("file:" + file, Instant.now());
      } catch (IOException e) {
        throw new TowpathException(
            ExitCode.SOURCE, "log " + file + " cannot be read: " + e.getMessage(), e);
      }
    }
  }
}
