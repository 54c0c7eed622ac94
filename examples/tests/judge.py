"""Asks datacontract-cli, which knows nothing of Towpath, about contracts and tables."""

import os
import subprocess
import sys
from pathlib import Path

from project import Login

DATACONTRACT = Path(sys.executable).parent / "datacontract"


def datacontract(
    *arguments: str, cwd: Path, login: Login | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "DATACONTRACT"))}
    if login is not None:
        environment |= {
            "DATACONTRACT_POSTGRES_HOST": login.host,
            "DATACONTRACT_POSTGRES_PORT": str(login.port),
            "DATACONTRACT_POSTGRES_DATABASE": login.database,
            "DATACONTRACT_POSTGRES_USERNAME": login.user,
            # The tool insists on a password, also where the server asks for none.
            "DATACONTRACT_POSTGRES_PASSWORD": login.password or "none",
        }
    return subprocess.run(
        [str(DATACONTRACT), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
        env=environment,
        cwd=cwd,  # it reads .env and its configuration from there
        check=False,
    )


def lint(contract: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return datacontract("lint", "--no-inline-references", str(contract), cwd=cwd)


def judge_table(contract: Path, cwd: Path, login: Login) -> subprocess.CompletedProcess[str]:
    arguments = ["test", "--server", "warehouse", "--no-inline-references", str(contract)]
    return datacontract(*arguments, cwd=cwd, login=login)


def export_sql(contract: Path, cwd: Path) -> str:
    done = datacontract("export", "sql", "--server", "warehouse", str(contract), cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout
