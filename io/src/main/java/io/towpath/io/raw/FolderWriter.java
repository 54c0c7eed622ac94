package io.towpath.io.raw;

import static io.towpath.io.raw.RawPaths.failure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Streams an object into a folder, under a hidden name until it is committed. */
final class FolderWriter implements RawWriter {
  private static final int BUFFER = 1 << 20;

  private final FolderRawStore store;
  private final String path;
  private final Path file;
  private final Path unfinished;
  private final FileChannel channel;
  private final CRC32C crc = new CRC32C();
  private long size;

  FolderWriter(FolderRawStore store, String path) {
    this.store = store;
    this.path = path;
    this.file = store.resolve(path);
    this.unfinished = FolderRawStore.unfinished(file);
    try {
      Files.createDirectories(file.getParent());
      this.channel =
          FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failure("cannot create, check the folder's rights", store.place(path), e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
    size += length;
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw failure("cannot write, check the disk's space", store.place(path), e);
    }
  }

  @Override
  public RawStore.Stored commit() {
    if (!link() && !holdsSameBytes()) {
      throw failure("object exists with other bytes; land again", store.place(path), null);
    }
    return new RawStore.Stored(size, crc.getValue(), "");
  }

  /** Syncs the bytes and gives them their name; false if the name is taken. */
  boolean link() {
    try {
      channel.force(true);
      return store.link(unfinished, file);
    } catch (IOException e) {
      throw failure("cannot commit, check the disk's space", store.place(path), e);
    }
  }

  private boolean holdsSameBytes() {
    CRC32C found = new CRC32C();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        found.update(buffer, 0, n);
      }
      return Files.size(file) == size && found.getValue() == crc.getValue();
    } catch (IOException e) {
      throw failure("cannot read", store.place(path), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      throw failure("cannot drop an unfinished write", store.place(path), e);
    }
  }
}
