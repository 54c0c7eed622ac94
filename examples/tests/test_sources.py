"""What is checked in agrees with itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from judge import lint
from project import EXAMPLES, FLIGHTS

CONTRACTS = sorted(EXAMPLES.rglob("*.odcs.yaml"))


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.name)
def test_contract_is_valid_odcs(contract: Path, tmp_path: Path) -> None:
    done = lint(contract, tmp_path)

    assert done.returncode == 0, done.stdout


def test_linter_finds_a_mistake(tmp_path: Path) -> None:
    text = (FLIGHTS / "contracts/airlines.odcs.yaml").read_text()
    broken = tmp_path / "airlines.odcs.yaml"
    broken.write_text(text.replace("mustBeGreaterThan", "mustBeGreater"))

    assert lint(broken, tmp_path).returncode == 1


@pytest.mark.parametrize(
    "script", [FLIGHTS / "make/make_day2.py", EXAMPLES / "tests/expected_books.py"]
)
def test_checked_in_file_is_what_its_script_writes(script: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_data_stays_small() -> None:
    size = sum(file.stat().st_size for file in FLIGHTS.glob("input/*/*"))

    assert size < 3_000_000
