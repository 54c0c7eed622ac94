"""What takes part in the benchmark, and what measuring it yields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Command:
    """A command as its user would type it."""

    words: Sequence[str | Path]
    env: Mapping[str, str]
    cwd: Path


class Contestant(Protocol):
    """One row of the table. Only `command` is measured."""

    @property
    def key(self) -> str:
        """The name on the command line and in the ratios."""

    @property
    def title(self) -> str:
        """What is measured, in a few words."""

    def prepare(self) -> None:
        """Brings files and database to where the measured command starts."""

    def command(self) -> Command:
        """The measured command."""

    def problems(self) -> list[str]:
        """What is wrong with the published result; empty if it is exact."""


@dataclass(frozen=True)
class Measurement:
    """What one run of a contestant needed."""

    key: str
    wall: float
    client_cpu: float
    server_cpu: float
    foreign_cpu: float
    peak_bytes: int
    problems: list[str]

    @property
    def cpu(self) -> float:
        return self.client_cpu + self.server_cpu
