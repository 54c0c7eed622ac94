package io.towpath.io.postgres;

import io.towpath.config.Secret;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Says where a warehouse is and how to log in, holding references to secrets and never their
 * values, so that it may travel to workers.
 *
 * @param url {@code jdbc:postgresql://…}, checked by {@link UrlParameters}
 * @param user reference or text, null for the driver's default
 * @param password reference, null if none is needed
 * @param logins whether every {@link Role} has a login of its own, with the same password
 */
public record WarehouseAddress(
    String url, @Nullable Secret user, @Nullable Secret password, Logins logins)
    implements Serializable {

  /** Whom connections log in as. */
  public enum Logins {
    /** The one user of the address, whatever the connection is for. */
    ONE,
    /** The role that the connection is for. */
    BY_ROLE
  }

  public WarehouseAddress {
    UrlParameters.check(url);
  }

  /** An address where one user does everything. */
  public WarehouseAddress(String url, @Nullable Secret user, @Nullable Secret password) {
    this(url, user, password, Logins.ONE);
  }

  /** The URL without its parameters, for messages. */
  public String place() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  @Override
  public String toString() {
    return place();
  }
}
