package io.towpath.io.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names the process that holds a lease, so that one which was killed on this very machine need not
 * be waited for. The machine is its boot and pid namespace, within which a pid means one process.
 *
 * @param host name for people
 * @param machine where the pid means something
 * @param pid of the process
 * @param started when it started, as the system tells; tells a reused pid
 */
record HolderProcess(String host, String machine, long pid, @Nullable Instant started) {
  /** The system counts from boot in ticks, and its idea of the boot may move a little. */
  private static final Duration SAME_START = Duration.ofSeconds(5);

  static HolderProcess current() {
    ProcessHandle self = ProcessHandle.current();
    String host = hostName();
    return new HolderProcess(
        host, machine(host), self.pid(), self.info().startInstant().orElse(null));
  }

  /** Whether it ran on the machine of this process and is gone. */
  boolean isGone() {
    if (!machine.equals(machine(hostName()))) {
      return false;
    }
    Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return handle.isEmpty() || !startedLike(handle.get());
  }

  private boolean startedLike(ProcessHandle handle) {
    Optional<Instant> found = handle.info().startInstant();
    return started == null
        || found.isEmpty()
        || Duration.between(started, found.get()).abs().compareTo(SAME_START) < 0;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String machine(String host) {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException e) {
      return host; // not Linux: a host has one pid namespace
    }
  }
}
