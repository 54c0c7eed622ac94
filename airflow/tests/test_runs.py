"""`DAG.test` with the real classes, a real PostgreSQL and the example's files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from airflow.sdk import DAG
from airflow.sdk.exceptions import AirflowFailException
from airflow.utils.state import DagRunState, TaskInstanceState

import conftest
from towpath_airflow.operator import BeamJavaOperator
from towpath_airflow.settings import Settings


@pytest.fixture(autouse=True)
def delivered(metadata_db: None) -> Iterator[None]:
    for file in (conftest.ROOT / "examples" / "flights" / "input" / "day1").iterdir():
        shutil.copy(file, conftest.PROJECT / "inbox")
    yield
    conftest.towpath("warehouse", "stop")


def run(feed: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    dag: DAG = conftest.parse().dags[f"feed_{feed}"]
    monkeypatch.setattr(dag, "deadline", None)  # DAG.test fails after a run that had one
    for task in dag.tasks:
        monkeypatch.setattr(task, "retries", 0)
    tested = dag.test()
    states = {task.task_id: task.state for task in tested.get_task_instances()}
    return {"run": tested.state, **states}


def test_a_feed_reaches_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("airlines", monkeypatch) == {
        "run": DagRunState.SUCCESS,
        "land": TaskInstanceState.SUCCESS,
        "load": TaskInstanceState.SUCCESS,
    }
    status = [json.loads(line) for line in conftest.towpath("status", "--json").stdout.splitlines()]
    assert {row["feed"]: row["state"] for row in status}["airlines"] == "published"
    rows = conftest.towpath("sql", "select count(*) as n from aviation.airlines", "--json")
    assert json.loads(rows.stdout) == {"n": 16}
    again = run("airlines", monkeypatch)
    assert again["run"] == DagRunState.SUCCESS, "nothing new is a success"


def test_a_failed_check_fails_the_load_and_publishes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    contract = conftest.PROJECT / "contracts" / "planes.odcs.yaml"
    text = contract.read_text()
    assert "mustBeGreaterThan: 0" in text
    contract.write_text(text.replace("mustBeGreaterThan: 0", "mustBeGreaterThan: 100000"))
    try:
        states = run("planes", monkeypatch)
    finally:
        contract.write_text(text)
    assert (states["land"], states["load"]) == (TaskInstanceState.SUCCESS, TaskInstanceState.FAILED)
    runs = [json.loads(line) for line in conftest.towpath("runs", "planes", "--json").stdout.splitlines()]
    assert [row["state"] for row in runs] == ["blocked"]


def test_java_is_told_exactly_what_was_meant() -> None:
    feed = 'it\'s "ö" {x} $HOME; a b'
    settings = Settings.from_environment()
    task = BeamJavaOperator(
        task_id="t",
        jar=settings.class_path,
        job_class="io.towpath.pipelines.Land",
        pipeline_options={"feed": feed, "project": settings.project},
    )
    with pytest.raises(AirflowFailException) as failure:
        task.execute({})
    assert f"no feed '{feed}'" in str(failure.value)
