"""One DAG per compiled feed: schedules, assets, and broken feeds that harm no other."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG, CronDataIntervalTimetable
from airflow.serialization.serialized_objects import DagSerialization

from towpath_airflow.feeds import FeedError, feed_dags
from towpath_airflow.operator import BeamJavaOperator
from towpath_airflow.settings import Settings, SettingsError

COMPILED = {
    "feed": "orders",
    "project": "shop",
    "description": "Orders",
    "schedule": "15 2 * * *",
    "after": [],
    "table": "shop.orders",
    "asset": "postgres://dw:5432/dw/shop/orders",
    "fresh_within_seconds": 7200,
    "tags": ["crm"],
}


def settings(folder: Path, **more: Any) -> Settings:
    return Settings(feeds=folder, project="/srv/shop", class_path="a.jar:b.jar", **more)


def dags(folder: Path, *feeds: dict[str, Any], **more: Any) -> dict[str, DAG]:
    for feed in feeds:
        (folder / f"{feed['feed']}.json").write_text(json.dumps(feed))
    return {dag.dag_id: dag for dag in feed_dags(settings(folder, **more))}


def test_the_example_makes_a_dag_per_feed(bag: DagBag) -> None:
    assert bag.import_errors == {}
    assert sorted(bag.dags) == [
        "feed_airlines",
        "feed_airports",
        "feed_flights",
        "feed_planes",
        "feed_weather",
    ]
    assert not any("broken" in dag.tags for dag in bag.dags.values())
    for dag in bag.dags.values():
        assert dag.task_dict["land"].downstream_task_ids == {"load"}
        DagSerialization.from_dict(DagSerialization.to_dict(dag))


def test_feeds_start_each_other_by_the_tables_that_they_publish(bag: DagBag) -> None:
    condition: Any = bag.dags["feed_flights"].timetable.asset_condition
    waits_for = {asset.name for asset in condition.objects}
    publishes = [asset.name for asset in bag.dags["feed_airlines"].task_dict["load"].outlets]
    assert waits_for == {"airlines", "planes"}
    assert publishes == ["airlines"]


def test_a_clock_gives_intervals_and_the_contract_a_deadline(tmp_path: Path) -> None:
    dag = dags(tmp_path, COMPILED)["feed_orders"]
    assert isinstance(dag.timetable, CronDataIntervalTimetable)
    deadlines: Any = dag.deadline
    assert [alert.interval for alert in deadlines] == [timedelta(hours=2)]
    assert dag.tags == {"towpath", "crm"}
    assert dag.max_active_runs == 1


def test_a_task_is_told_all_it_needs(tmp_path: Path) -> None:
    made = dags(tmp_path, COMPILED, profile="prod", pool="warehouse", environment={"DW": "{{ conn.w.password }}"})
    load = made["feed_orders"].task_dict["load"]
    assert isinstance(load, BeamJavaOperator)
    assert (load.jar, load.job_class, load.pool) == ("a.jar:b.jar", "io.towpath.pipelines.Load", "warehouse")
    assert load.pipeline_options == {"feed": "orders", "project": "/srv/shop", "profile": "prod"}
    load.render_template_fields({"conn": SimpleNamespace(w=SimpleNamespace(password="pw"))})
    assert load.environment == {"DW": "pw"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "JSONDecodeError"),
        ('{"feed": "bad"}', "KeyError('fresh_within_seconds')"),
        ("[]", "TypeError"),
    ],
)
def test_a_broken_file_harms_no_other_feed(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "bad.json").write_text(text)
    made = dags(tmp_path, COMPILED)
    assert made["feed_orders"].task_ids == ["land", "load"]
    assert "broken" in made["feed_bad"].tags
    assert reason in str(made["feed_bad"].doc_md)
    assert "towpath compile --to dag" in str(made["feed_bad"].doc_md)


def test_a_feed_that_waits_for_nobody_is_broken(tmp_path: Path) -> None:
    made = dags(tmp_path, COMPILED, {**COMPILED, "feed": "late", "schedule": None, "after": ["gone"]})
    assert "late waits for gone" in str(made["feed_late"].doc_md)
    assert "broken" not in made["feed_orders"].tags


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="no compiled feed"):
        list(feed_dags(settings(tmp_path)))


def test_missing_settings_are_named_at_once() -> None:
    with pytest.raises(SettingsError, match="TOWPATH_FEEDS, TOWPATH_PROJECT, TOWPATH_CLASS_PATH not set"):
        Settings.from_environment({})
    good = {"TOWPATH_FEEDS": "f", "TOWPATH_PROJECT": "p", "TOWPATH_CLASS_PATH": "c"}
    with pytest.raises(SettingsError, match="object of texts"):
        Settings.from_environment({**good, "TOWPATH_ENVIRONMENT": '{"A": 1}'})
    with pytest.raises(SettingsError, match="is no JSON"):
        Settings.from_environment({**good, "TOWPATH_ENVIRONMENT": "A=1"})
