"""A PostgreSQL cluster of the benchmark's own: durable settings, loopback only, random password."""

import os
import pwd
import secrets
import shutil
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lineitem.errors import BenchError
from lineitem.layout import Layout
from lineitem.process import run_or_fail
from lineitem.proctable import cpu_of_server

USER = "bench"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "2GB",
    "max_wal_size": "8GB",
    "fsync": "on",
    "synchronous_commit": "on",
    "logging_collector": "off",
    # Its work for one row of the table would be charged to the next.
    "autovacuum": "off",
}


@dataclass(frozen=True)
class Server:
    """A running cluster."""

    binaries: Path
    data: Path
    port: int
    password: str

    @property
    def psql(self) -> str:
        return str(self.binaries / "psql")

    def environment(self, database: str) -> dict[str, str]:
        """What libpq and the projects of the benchmark read."""
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": USER,
            "PGPASSWORD": self.password,
            "PGDATABASE": database,
            "BENCH_USER": USER,
            "BENCH_PASSWORD": self.password,
        }

    def sql(self, database: str, *statements: str) -> list[list[str]]:
        """Runs statements, each in a transaction of its own; returns the rows of all."""
        psql = [self.psql, "-XqAt", "-F", "\t", "-v", "ON_ERROR_STOP=1"]
        commands = [word for statement in statements for word in ("-c", statement)]
        out = run_or_fail([*psql, *commands], env=self.environment(database))
        return [line.split("\t") for line in out.splitlines()]

    def fresh_database(self, name: str) -> None:
        self.sql(
            "postgres",
            f"drop database if exists {name} with (force)",
            f"create database {name}",
            "checkpoint",
        )

    def cpu_seconds(self) -> float:
        """CPU of the server since it started, backends that have ended included."""
        return cpu_of_server(self._postmaster())

    def _postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().splitlines()[0])


@contextmanager
def running_server(layout: Layout) -> Iterator[Server]:
    """Starts the cluster, creating it at first; stops it at the end."""
    binaries = _binaries()
    home = layout.data / "pg"
    password_file = layout.data / "pg-password"
    data = home / "data"
    if not (data / "PG_VERSION").exists():
        _create(binaries, home, data, password_file)
    control = [*_unprivileged(), str(binaries / "pg_ctl"), "-D", str(data), "-w", "-t", "120"]
    if (data / "postmaster.pid").exists():
        # Left over from a benchmark that was killed; stop fails if it is only a stale file.
        run_or_fail(["sh", "-c", '"$@" stop -m fast || true', "stop", *control], cwd=home)
    port = _free_port()
    options = " ".join(f"-c {key}='{value}'" for key, value in SETTINGS.items())
    start = ["start", "-l", str(home / "log"), "-o", f"-p {port} {options}"]
    # pg_ctl's child keeps the pipe open, so its output must not be captured.
    run_or_fail(["sh", "-c", '"$@" >/dev/null 2>&1', "start", *control, *start], cwd=home)
    try:
        yield Server(binaries, data, port, password_file.read_text())
    finally:
        run_or_fail([*control, "stop", "-m", "fast"], cwd=home)


def _binaries() -> Path:
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    on_path = shutil.which("postgres")
    candidates = [*reversed(debian), *([Path(on_path).parent] if on_path else [])]
    for candidate in candidates:
        if all((candidate / tool).exists() for tool in ("initdb", "pg_ctl", "psql")):
            return candidate
    raise BenchError(
        "no PostgreSQL server found in /usr/lib/postgresql or on the PATH;"
        " expected initdb, pg_ctl and psql of version 14 to 17;"
        " install it, for example: apt-get install postgresql"
    )


def _create(binaries: Path, home: Path, data: Path, password_file: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    password_file.touch(mode=0o600)
    password_file.write_text(secrets.token_hex(16))
    account = _account()
    if account is not None:
        os.chown(home, account.pw_uid, account.pw_gid)
    handed_over = home / "password"
    handed_over.touch(mode=0o600)
    handed_over.write_text(password_file.read_text())
    if account is not None:
        os.chown(handed_over, account.pw_uid, account.pw_gid)
    options = ["--auth=scram-sha-256", f"--pwfile={handed_over}", "--encoding=UTF8", "--locale=C"]
    initdb = [str(binaries / "initdb"), "-D", str(data), "-U", USER, *options]
    run_or_fail([*_unprivileged(), *initdb], cwd=home)
    handed_over.unlink()


def _unprivileged() -> Sequence[str]:
    """PostgreSQL refuses to run as root."""
    account = _account()
    if account is None:
        return []
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]


def _account() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
