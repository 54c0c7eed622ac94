package io.towpath.io.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals tokens so that only who knows the client's secret can read them, and only as those of the
 * same source: by AES-256 in Galois counter mode (NIST SP 800-38D), with a key by HKDF-SHA256 (RFC
 * 5869). A sealed token is a nonce of 12 bytes, the encrypted text and a tag of 16.
 */
final class TokenSeal {
  private static final byte[] PURPOSE = "towpath/oauth-token/1".getBytes(UTF_8);
  private static final byte FIRST_BLOCK = 1;
  private static final int HASH_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final SecretKeySpec key;
  private final byte[] source;

  private TokenSeal(SecretKeySpec key, byte[] source) {
    this.key = key;
    this.source = source;
  }

  /** A seal for what belongs to a source, which these words tell from all others. */
  static TokenSeal of(String secret, List<String> source) {
    try {
      byte[] extracted = hmac(new byte[HASH_BYTES], secret.getBytes(UTF_8));
      byte[] info = Arrays.copyOf(PURPOSE, PURPOSE.length + 1);
      info[PURPOSE.length] = FIRST_BLOCK;
      return new TokenSeal(new SecretKeySpec(hmac(extracted, info), "AES"), joined(source));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** Words by their lengths, so that no two lists of them look alike. */
  private static byte[] joined(List<String> words) {
    StringBuilder joined = new StringBuilder();
    words.forEach(word -> joined.append(word.length()).append(':').append(word));
    return joined.toString().getBytes(UTF_8);
  }

  /** A name for such words that does not tell them: their SHA-256. */
  static String digest(List<String> words) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(joined(words)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text);
  }

  byte[] seal(String token) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key); // the provider draws the nonce, so that none is reused
      cipher.updateAAD(source);
      byte[] text = cipher.doFinal(token.getBytes(UTF_8));
      AlgorithmParameters drawn = cipher.getParameters();
      byte[] nonce = drawn.getParameterSpec(GCMParameterSpec.class).getIV();
      return ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES/GCM", e);
    }
  }

  /** The token, empty if it was sealed by another secret, or for another source, or was changed. */
  Optional<String> open(byte[] sealed) {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) {
      return Optional.empty();
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          key,
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, sealed, 0, NONCE_BYTES));
      cipher.updateAAD(source);
      byte[] text = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return Optional.of(new String(text, UTF_8));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES/GCM", e);
    }
  }
}
