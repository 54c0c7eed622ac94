package io.towpath.io.rest;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves names, and refuses addresses that are not public. It is asked for the very addresses
 * that are connected to, so that a name which changes its mind gains nothing.
 */
final class PublicAddresses implements DnsResolver {

  /** A name stands for an address that must not be reached. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Refused(String host, InetAddress address) {
      super(host + " is " + address.getHostAddress() + ", which is not public");
    }
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
    for (InetAddress address : addresses) {
      if (!isPublic(address)) {
        throw new Refused(host, address);
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
  }

  static boolean isPublic(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address
        ? isPublic4(bytes)
        : !(address instanceof Inet6Address) || isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    boolean shared = first == 100 && second >= 64 && second < 128; // RFC 6598
    boolean special = first == 192 && second == 0 && bytes[2] == 0; // RFC 6890
    boolean bench = first == 198 && (second == 18 || second == 19); // RFC 2544
    return first != 0 && first < 240 && !shared && !special && !bench;
  }

  private static boolean isPublic6(byte[] bytes) {
    if ((bytes[0] & 0xFE) == 0xFC) {
      return false; // unique local, RFC 4193
    }
    boolean translated = bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xFF) == 0xFF; // RFC 6052
    boolean compatible = allZero(bytes, 0, 12);
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02; // RFC 3056
    if (translated || compatible) {
      return isPublicEmbedded(bytes, 12);
    }
    return !sixToFour || isPublicEmbedded(bytes, 2);
  }

  private static boolean isPublicEmbedded(byte[] bytes, int from) {
    try {
      return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean allZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
