"""Turns measurements into the table, the ratios and the last line."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from lineitem.contest import Contestant, Measurement

PAIRS = (
    ("b", "a"),
    ("b", "d"),
    ("b", "h"),
    ("c", "b"),
    ("e", "b"),
    ("f", "b"),
    ("g", "b-small"),
    ("d", "a"),
    ("h", "a"),
    ("i", "j"),
)
NAMES = {("g", "b-small"): "g/b"}
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Report:
    """All measurements; those of one contestant in the order of the rounds."""

    contestants: Sequence[Contestant]
    measurements: Sequence[Measurement]

    def of(self, key: str) -> list[Measurement]:
        return [measured for measured in self.measurements if measured.key == key]

    def exact(self) -> bool:
        return not any(measured.problems for measured in self.measurements)

    def lines(self) -> list[str]:
        return [*self._table(), "", *self._ratio_table(), "", self.last_line()]

    def _table(self) -> list[str]:
        header = (
            f"{'row':8}{'wall s':>22}{'CPU s':>22}{'of it server':>22}"
            f"{'peak MiB':>10}{'foreign CPU s':>15}  books"
        )
        return [header, *(self._row(contestant) for contestant in self.contestants)]

    def _row(self, contestant: Contestant) -> str:
        runs = self.of(contestant.key)
        peak = max(run.peak_bytes for run in runs) // MEBIBYTE
        foreign = median(run.foreign_cpu for run in runs)
        books = "WRONG" if any(run.problems for run in runs) else "exact"
        return (
            f"{contestant.key:8}"
            f"{_spread([run.wall for run in runs]):>22}"
            f"{_spread([run.cpu for run in runs]):>22}"
            f"{_spread([run.server_cpu for run in runs]):>22}"
            f"{peak:>10}{foreign:>15.1f}  {books}  {contestant.title}"
        )

    def _ratio_table(self) -> list[str]:
        header = f"{'ratio':8}{'wall':>22}{'CPU':>22}   (median of the rounds, min to max)"
        rows = [
            f"{name:8}{_spread(self._ratios(pair, _wall)):>22}"
            f"{_spread(self._ratios(pair, _cpu)):>22}"
            for name, pair in self._measured_pairs().items()
        ]
        return [header, *rows]

    def last_line(self) -> str:
        """One JSON object, for scripts."""
        ratios = {
            name: {
                "wall": round(median(self._ratios(pair, _wall)), 3),
                "cpu": round(median(self._ratios(pair, _cpu)), 3),
            }
            for name, pair in self._measured_pairs().items()
        }
        reruns = self.of("e")
        seconds = (
            {
                "e": {
                    "wall": round(median(run.wall for run in reruns), 2),
                    "cpu": round(median(run.cpu for run in reruns), 2),
                }
            }
            if reruns
            else {}
        )
        peaks = {
            contestant.key: max(run.peak_bytes for run in self.of(contestant.key)) // MEBIBYTE
            for contestant in self.contestants
        }
        return json.dumps({**ratios, **seconds, "peak_mib": peaks, "exact": self.exact()})

    def _measured_pairs(self) -> dict[str, tuple[str, str]]:
        return {
            NAMES.get(pair, f"{pair[0]}/{pair[1]}"): pair
            for pair in PAIRS
            if all(self.of(key) and self._is_exact(key) for key in pair)
        }

    def _is_exact(self, key: str) -> bool:
        """A job that was wrong, or broke off, has no speed."""
        return not any(measured.problems for measured in self.of(key))

    def _ratios(
        self, pair: tuple[str, str], quantity: Callable[[Measurement], float]
    ) -> list[float]:
        """Round by round, so that a busy minute falls on both sides."""
        both = zip(self.of(pair[0]), self.of(pair[1]), strict=True)
        return [quantity(above) / quantity(below) for above, below in both]


def _wall(run: Measurement) -> float:
    return run.wall


def _cpu(run: Measurement) -> float:
    return run.cpu


def _spread(values: list[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f}-{max(values):.2f})"
