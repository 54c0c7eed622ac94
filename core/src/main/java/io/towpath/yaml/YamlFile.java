package io.towpath.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads a file with one YAML document. Files over 1 MiB, nesting over 50 levels, tags, duplicate
 * keys and documents that grow beyond 100,000 nodes through aliases are refused, each with one
 * message.
 */
public final class YamlFile {
  private static final long MAX_BYTES = 1 << 20;

  private YamlFile() {}

  /** The root of the document; empty, with a problem, if the file cannot be read. */
  public static Optional<YamlValue> read(Path file, String shownAs, Problems problems) {
    problems.opened(shownAs, file);
    Place start = new Place(shownAs, 1, 1);
    return text(file, start, problems).flatMap(text -> parse(text, start, problems));
  }

  private static Optional<String> text(Path file, Place start, Problems problems) {
    try {
      if (!Files.exists(file)) {
        problems.add(start, "there is no such file");
        return Optional.empty();
      }
      if (Files.isDirectory(file)) {
        problems.add(start, "this is a folder; expected a YAML file");
        return Optional.empty();
      }
      if (Files.size(file) > MAX_BYTES) {
        problems.add(
            start, "the file has " + Files.size(file) + " bytes; expected at most " + MAX_BYTES);
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      problems.add(start, "the file is not UTF-8 text; save it as UTF-8");
    } catch (IOException e) {
      problems.add(start, "the file cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    return Optional.empty();
  }

  private static Optional<YamlValue> parse(String text, Place start, Problems problems) {
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      ParserImpl parser = new ParserImpl(new StreamReader(content), new LoaderOptions());
      return new TreeBuilder(parser, start, problems)
          .build()
          .map(node -> new YamlValue(node, "the file", problems));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      problems.add(
          mark == null ? start : TreeBuilder.at(start, mark),
          "this is not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      problems.add(start, "this is not YAML: " + e.getMessage().lines().findFirst().orElse(""));
    }
    return Optional.empty();
  }
}
