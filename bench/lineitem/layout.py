"""Where the benchmark keeps its files."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The folders of one checkout; all that is generated lies in `bench/data` and `bench/.venv`."""

    bench: Path

    @staticmethod
    def of_this_checkout() -> "Layout":
        return Layout(Path(__file__).resolve().parent.parent)

    @property
    def root(self) -> Path:
        return self.bench.parent

    @property
    def data(self) -> Path:
        return self.bench / "data"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def scratch(self) -> Path:
        return self.data / "scratch"

    @property
    def by_hand(self) -> Path:
        return self.bench / "lineitem" / "by_hand"

    @property
    def project_templates(self) -> Path:
        return self.bench / "lineitem" / "project"
