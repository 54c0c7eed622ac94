"""The guide does what it says: its commands are run, and what it shows must be printed."""

import re
import subprocess
from pathlib import Path

from project import REPOSITORY

GUIDE = REPOSITORY / "docs/guides/first-feed.md"
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def words(text: str) -> str:
    return " ".join(text.split())


def test_first_feed_guide_is_true(tmp_path: Path) -> None:
    blocks = BLOCK.findall(GUIDE.read_text())
    place = "SHOP=../shop"
    assert place in blocks[0][1]
    printed = ""
    with (tmp_path / "output").open("w+") as output:
        for kind, body in blocks:
            if kind == "sh":
                script = f"set -euo pipefail\nexport SHOP={tmp_path}/shop\n" + body.replace(
                    place, f"SHOP={tmp_path}/shop"
                )
                output.seek(0)
                output.truncate()
                subprocess.run(
                    ["bash", "-c", script],
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    stdin=subprocess.DEVNULL,
                    cwd=REPOSITORY,
                    timeout=300,
                    check=True,
                )
                output.seek(0)
                printed = output.read()
            else:
                for shown in body.splitlines():
                    # An ellipsis stands for what differs from run to run.
                    parts = [words(part) for part in shown.split("…") if part.strip()]
                    assert all(part in words(printed) for part in parts), (
                        f"the guide shows\n  {shown}\nbut this was printed:\n{printed}"
                    )
