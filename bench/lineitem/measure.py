"""Measures one run of one contestant."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from lineitem.contest import Contestant, Measurement
from lineitem.layout import Layout
from lineitem.process import LAST_LINES
from lineitem.proctable import cpu_of_machine
from lineitem.server import Server


@dataclass(frozen=True)
class Meter:
    """Runs contestants under the stopwatch, one at a time."""

    layout: Layout
    server: Server
    timeout_seconds: float

    def measure(self, contestant: Contestant, round_number: int) -> Measurement:
        contestant.prepare()
        self.server.sql("postgres", "checkpoint")
        log = self.layout.logs / f"{contestant.key}-{round_number}.log"
        server_before = self.server.cpu_seconds()
        machine_before = cpu_of_machine()
        used = self._stopwatch(contestant, log)
        server_cpu = self.server.cpu_seconds() - server_before
        machine_cpu = cpu_of_machine() - machine_before
        problems = self._problems(contestant, int(used["exit_code"]), log)
        return Measurement(
            key=contestant.key,
            wall=used["wall"],
            client_cpu=used["cpu"],
            server_cpu=server_cpu,
            foreign_cpu=max(0.0, machine_cpu - server_cpu - used["cpu"]),
            peak_bytes=int(used["peak_bytes"]),
            problems=problems,
        )

    def _stopwatch(self, contestant: Contestant, log: Path) -> dict[str, float]:
        command = contestant.command()
        result = self.layout.scratch / "stopwatch.json"
        result.unlink(missing_ok=True)
        stopwatch = [sys.executable, "-B", "-m", "lineitem.stopwatch", result, log]
        words = [*stopwatch, str(self.timeout_seconds), *command.words]
        subprocess.run(
            [str(word) for word in words],
            env={**os.environ, **command.env},
            cwd=command.cwd,
            check=True,
        )
        measured: dict[str, float] = json.loads(result.read_text())
        return measured

    def _problems(self, contestant: Contestant, exit_code: int, log: Path) -> list[str]:
        if exit_code == 0:
            return contestant.problems()
        tail = log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        return [f"exit code {exit_code}, see {log}", *(f"  {line}" for line in tail)]
