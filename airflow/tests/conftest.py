"""Points Airflow at a home of its own before anything imports it, and compiles the example's feeds."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(tempfile.mkdtemp(prefix="airflow-home-"))
PROJECT = HOME / "project"
FEEDS = HOME / "feeds"


def towpath(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command on the project of the tests."""
    command = [str(ROOT / "towpath"), *arguments, "--project", str(PROJECT)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _prepare() -> None:
    shutil.copytree(
        ROOT / "examples" / "flights",
        PROJECT,
        ignore=shutil.ignore_patterns(".towpath", "data", "inbox", "make"),
    )
    (PROJECT / "inbox").mkdir()
    done = towpath("compile", "--to", "dag", "--out", str(FEEDS))
    if done.returncode != 0:
        raise RuntimeError(done.stderr)


_prepare()
_APP = Path((ROOT / "target" / "app" / "current").read_text().strip())
os.environ.update(
    {
        "AIRFLOW_HOME": str(HOME),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "airflow" / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{HOME}/airflow.db",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW_CONN_WAREHOUSE": "postgres://loader:planted-pw@127.0.0.1:5432/towpath",
        "TOWPATH_FEEDS": str(FEEDS),
        "TOWPATH_PROJECT": str(PROJECT),
        "TOWPATH_CLASS_PATH": (_APP / "class-path").read_text().strip(),
        "TOWPATH_ENVIRONMENT": '{"DW_PASSWORD": "{{ conn.warehouse.password }}"}',
    }
)

import pytest  # noqa: E402
from airflow.dag_processing.dagbag import BundleDagBag, DagBag  # noqa: E402


def parse() -> DagBag:
    """Every DAG of the folder, parsed as the DAG processor would; needs no database."""
    dags = ROOT / "airflow" / "dags"
    return BundleDagBag(dags, bundle_path=dags, bundle_name="dags-folder")


@pytest.fixture(scope="session")
def bag() -> DagBag:
    return parse()


@pytest.fixture(scope="session")
def metadata_db() -> None:
    """An empty metadata database, which `DAG.test` needs."""
    from airflow.utils.db import initdb

    initdb()


@pytest.fixture
def fake_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `java` that records its arguments and environment, then does what $FAKE says."""
    script = tmp_path / "bin" / "java"
    script.parent.mkdir()
    script.write_text(
        "#!/bin/sh\n"
        f'for a in "$@"; do echo "$a" >> {tmp_path}/args; done\n'
        f'echo "$DW_PASSWORD" > {tmp_path}/env\n'
        'eval "${FAKE:-true}"\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")
    return tmp_path
