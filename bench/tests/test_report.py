import json
import unittest
from dataclasses import dataclass

from lineitem.contest import Command, Measurement
from lineitem.report import Report


@dataclass(frozen=True)
class Named:
    """A contestant that is never run."""

    key: str
    title: str = "nothing"

    def prepare(self) -> None:
        raise AssertionError

    def command(self) -> Command:
        raise AssertionError

    def problems(self) -> list[str]:
        raise AssertionError


def measured(key: str, wall: float, problems: list[str] | None = None) -> Measurement:
    return Measurement(
        key=key,
        wall=wall,
        client_cpu=wall,
        server_cpu=wall,
        foreign_cpu=0.0,
        peak_bytes=100 << 20,
        problems=problems or [],
    )


class ReportTest(unittest.TestCase):
    def test_forms_ratios_round_by_round(self) -> None:
        walls = [("a", 10.0), ("b", 20.0), ("a", 100.0), ("b", 210.0), ("a", 10.0), ("b", 30.0)]
        report = Report([Named("a"), Named("b")], [measured(*wall) for wall in walls])

        last = json.loads(report.lines()[-1])

        self.assertEqual(last["b/a"], {"wall": 2.1, "cpu": 2.1})
        self.assertTrue(last["exact"])

    def test_names_the_small_load_in_the_ratio_of_the_direct_runner(self) -> None:
        report = Report(
            [Named("g"), Named("b-small")], [measured("g", 30.0), measured("b-small", 10.0)]
        )

        self.assertEqual(json.loads(report.lines()[-1])["g/b"]["wall"], 3.0)

    def test_gives_a_wrong_job_no_speed(self) -> None:
        report = Report(
            [Named("a"), Named("b")],
            [measured("a", 10.0), measured("b", 5.0, ["ledger: read is 1, expected 2"])],
        )

        last = json.loads(report.lines()[-1])

        self.assertNotIn("b/a", last)
        self.assertFalse(last["exact"])

    def test_gives_the_rerun_in_seconds(self) -> None:
        report = Report([Named("b"), Named("e")], [measured("b", 40.0), measured("e", 8.0)])

        last = json.loads(report.lines()[-1])

        self.assertEqual(last["e"], {"wall": 8.0, "cpu": 16.0})
        self.assertEqual(last["peak_mib"], {"b": 100, "e": 100})


if __name__ == "__main__":
    unittest.main()
