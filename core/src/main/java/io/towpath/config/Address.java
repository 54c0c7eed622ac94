package io.towpath.config;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.yaml.YamlValue;
import java.io.Serializable;
import java.util.List;

/**
 * Where a server is: its address, or a reference to it, such as {@code ${env:SHOP_URL}}, which is
 * resolved where it is used and held to the same rules then.
 */
public record Address(Secret reference, Kind kind) implements Serializable {

  /** What an address is one of. */
  public enum Kind {
    /** A JDBC URL, without login and with none but harmless parameters. */
    JDBC {
      @Override
      List<String> mistakes(String text) {
        return JdbcUrls.mistakes(text);
      }
    },
    /** http or https, without login, query and fragment. */
    HTTP {
      @Override
      List<String> mistakes(String text) {
        return HttpUrls.mistake(text).stream().toList();
      }

      @Override
      void report(YamlValue value, String text) {
        HttpUrls.report(value, text);
      }
    };

    /** Notes what is wrong with an address that the user wrote. */
    void report(YamlValue value, String text) {
      mistakes(text).forEach(mistake -> value.problem(value.name() + " " + mistake));
    }

    /** What is wrong with an address, to be said behind its name. */
    abstract List<String> mistakes(String text);
  }

  /** Whether only the place that resolves it knows it. */
  public boolean isReference() {
    return reference.store() != Secret.Store.LITERAL;
  }

  /**
   * The address itself, without slashes at its end.
   *
   * @throws TowpathException if it is a reference that cannot be resolved, or gives no such address
   */
  public String url() {
    String text = reference.resolve();
    List<String> mistakes = isReference() ? kind.mistakes(text) : List.of();
    if (!mistakes.isEmpty()) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "the address that " + reference + " refers to " + mistakes.get(0));
    }
    return kind == Kind.HTTP ? text.replaceFirst("/+$", "") : text;
  }

  /** For messages: the address without parameters, or the reference. */
  @Override
  public String toString() {
    return isReference() ? reference.reference() : reference.reference().split("[?;]", 2)[0];
  }
}
