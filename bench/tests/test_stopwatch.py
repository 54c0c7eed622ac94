import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

BENCH = Path(__file__).parent.parent
BURN = "import time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass\n"
HOLD = "import time\nheld = bytearray(200 << 20)\ntime.sleep(0.6)\n"


def stopwatch(timeout: float, *command: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        words = [
            sys.executable,
            "-B",
            "-m",
            "lineitem.stopwatch",
            str(result),
            str(result) + ".log",
        ]
        subprocess.run([*words, str(timeout), *command], cwd=BENCH, check=True)
        measured: dict[str, Any] = json.loads(result.read_text())
        return measured


class StopwatchTest(unittest.TestCase):
    def test_counts_the_cpu_of_grandchildren_that_outlive_their_parent(self) -> None:
        measured = stopwatch(20, "sh", "-c", f'"{sys.executable}" -c "{BURN}" & exit 0')

        self.assertGreaterEqual(measured["cpu"], 0.5)

    def test_sees_the_peak_of_resident_memory(self) -> None:
        measured = stopwatch(20, sys.executable, "-c", HOLD)

        self.assertGreaterEqual(measured["peak_bytes"], 200 << 20)

    def test_ends_a_command_that_takes_too_long(self) -> None:
        measured = stopwatch(0.3, "sleep", "20")

        self.assertEqual(measured["exit_code"], 124)
        self.assertLess(measured["wall"], 5)


if __name__ == "__main__":
    unittest.main()
