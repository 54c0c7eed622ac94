"""Runs ./towpath on a copy of an example, so that no test sees what another one left."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

EXAMPLES = Path(__file__).resolve().parent.parent
REPOSITORY = EXAMPLES.parent
FLIGHTS = EXAMPLES / "flights"
LIMIT_SECONDS = 300


@dataclass(frozen=True)
class Login:
    """How another tool reaches the warehouse."""

    host: str
    port: int
    database: str
    user: str
    password: str

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=self.host,
            port=self.port,
            dbname=self.database,
            user=self.user,
            password=self.password,
            autocommit=True,
        )

    @staticmethod
    def from_url(text: str) -> "Login":
        url = urlsplit(text.removeprefix("jdbc:"))
        query = {name: values[-1] for name, values in parse_qs(url.query).items()}
        return Login(
            url.hostname or "127.0.0.1",
            url.port or 5432,
            url.path.removeprefix("/"),
            url.username or query["user"],
            url.password or password_in(Path(query["passfile"])),
        )


def password_in(file: Path) -> str:
    """The password of a pgpass file with one line: the connection string names only the file."""
    return file.read_text().strip().split(":", 4)[4]


@dataclass(frozen=True)
class Project:
    root: Path

    @staticmethod
    def copy_of(example: Path, root: Path) -> "Project":
        shutil.copytree(example, root, ignore=shutil.ignore_patterns(".towpath", "data", "inbox"))
        (root / "inbox").mkdir()
        return Project(root)

    def deliver(self, day: str) -> None:
        for file in (self.root / "input" / day).glob("*.csv*"):
            shutil.copy(file, self.root / "inbox")

    def towpath(self, *arguments: str, expected_exit: int = 0) -> str:
        command = [str(REPOSITORY / "towpath"), "--project", str(self.root), *arguments]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == expected_exit, (
            f"{' '.join(command)} ended with {done.returncode}, expected {expected_exit}\n"
            f"{done.stdout}\n{done.stderr}"
        )
        return done.stdout

    def start_warehouse(self) -> Login:
        lines = self.towpath("warehouse", "start").split()
        return Login.from_url(next(word for word in lines if "postgresql://" in word))

    def stop_warehouse(self) -> None:
        self.towpath("warehouse", "stop")


def expected_books() -> dict[str, Any]:
    books: dict[str, Any] = json.loads((FLIGHTS / "expected.json").read_text())
    return books
