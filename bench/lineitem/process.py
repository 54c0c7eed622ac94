"""Runs the harness's own commands (not the measured ones)."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from lineitem.errors import BenchError

LAST_LINES = 15
Word: TypeAlias = str | Path


def run_or_fail(
    command: Sequence[Word],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> str:
    """Returns the standard output; a failing command ends the benchmark with its last lines."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        env={**os.environ, **(env or {})},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-LAST_LINES:])
        raise BenchError(f"{words[0]} ended with {done.returncode}: {' '.join(words)}\n{tail}")
    return done.stdout
