"""Runs one command and writes what its whole process tree used.

usage: python3 -m lineitem.stopwatch RESULT.json LOG TIMEOUT_SECONDS COMMAND...

A process of its own, because the kernel sums up the CPU of waited-for children per process.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from lineitem.proctable import resident_bytes_below

PR_SET_CHILD_SUBREAPER = 36
SAMPLE_SECONDS = 0.1
LINGER_SECONDS = 10.0
TIMED_OUT = 124


class PeakMemory:
    """Samples the resident memory of all descendants until stopped."""

    def __init__(self) -> None:
        self._peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def _sample(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            self._peak = max(self._peak, resident_bytes_below(os.getpid()))

    def stop(self) -> int:
        """Returns the peak in bytes. Pages that processes share count in each of them."""
        self._stop.set()
        self._thread.join()
        return self._peak


def main(result: Path, log: Path, timeout_seconds: float, command: list[str]) -> None:
    # A JVM behind a Python driver outlives its parent for a moment; adopt it to count it.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    memory = PeakMemory()
    started = time.monotonic()
    exit_code = _run(log, timeout_seconds, command)
    wall = time.monotonic() - started
    _wait_for_orphans()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    measured = {
        "exit_code": exit_code,
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "peak_bytes": memory.stop(),
    }
    result.write_text(json.dumps(measured))


def _run(log: Path, timeout_seconds: float, command: list[str]) -> int:
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return TIMED_OUT


def _wait_for_orphans() -> None:
    end = time.monotonic() + LINGER_SECONDS
    while time.monotonic() < end:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(SAMPLE_SECONDS)
        except ChildProcessError:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]), sys.argv[4:])
