"""Turns compiled feeds into DAGs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pendulum
from airflow.sdk import DAG, Asset, CronDataIntervalTimetable, get_parsing_context
from airflow.sdk.definitions.callback import SyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference

from towpath_airflow.alerts import failed
from towpath_airflow.operator import BeamJavaOperator
from towpath_airflow.settings import Settings

START = pendulum.datetime(2026, 1, 1, tz="UTC")
RETRIES = 3
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(minutes=30)


class FeedError(ValueError):
    """A compiled feed that cannot become a DAG; the message names the file and what to do."""


@dataclass(frozen=True)
class Feed:
    """A feed as `towpath compile --to dag` writes it."""

    name: str
    description: str
    schedule: str | None
    after: tuple[str, ...]
    asset: str
    fresh_within: timedelta | None
    tags: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Feed:
        """Reads a file.

        :raises FeedError: if it is not what the compiler writes
        """
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            seconds = raw["fresh_within_seconds"]
            return cls(
                name=raw["feed"],
                description=raw["description"],
                schedule=raw["schedule"],
                after=tuple(raw["after"]),
                asset=raw["asset"],
                fresh_within=None if seconds is None else timedelta(seconds=seconds),
                tags=tuple(raw["tags"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            raise FeedError(
                f"{path}: {problem!r}; write it again: towpath compile --to dag --out {path.parent}"
            ) from problem

    @property
    def dag_id(self) -> str:
        """A file's name is a feed's name, and both are unique."""
        return f"feed_{self.name}"


def _schedule(feed: Feed, assets: Mapping[str, Asset]) -> Any:
    """A clock gives a run its data interval; other feeds start one when all of them have published."""
    if feed.after:
        missing = [name for name in feed.after if name not in assets]
        if missing:
            raise FeedError(f"feed {feed.name} waits for {', '.join(missing)}, which is not compiled")
        return [assets[name] for name in feed.after]
    return None if feed.schedule is None else CronDataIntervalTimetable(feed.schedule, timezone="UTC")


def _deadline(feed: Feed) -> DeadlineAlert | None:
    if feed.fresh_within is None:
        return None
    return DeadlineAlert(
        name="fresh",
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=feed.fresh_within,
        callback=SyncCallback("towpath_airflow.alerts.late", kwargs={"feed": feed.name}),
    )


def _dag(feed: Feed, assets: Mapping[str, Asset], settings: Settings) -> DAG:
    with DAG(
        dag_id=feed.dag_id,
        description=feed.description or None,
        schedule=_schedule(feed, assets),
        start_date=START,
        catchup=False,
        max_active_runs=1,
        tags=["towpath", *feed.tags],
        deadline=_deadline(feed),
        default_args={
            "retries": RETRIES,
            "retry_delay": FIRST_RETRY,
            "retry_exponential_backoff": 2.0,
            "max_retry_delay": LONGEST_RETRY,
            "on_failure_callback": failed,
        },
    ) as dag:
        common: dict[str, Any] = {
            "jar": settings.class_path,
            "runner": settings.runner,
            "environment": settings.environment,
            "pipeline_options": {
                "feed": feed.name,
                "project": settings.project,
                **({"profile": settings.profile} if settings.profile else {}),
            },
        }
        land = BeamJavaOperator(task_id="land", job_class="io.towpath.pipelines.Land", **common)
        load = BeamJavaOperator(
            task_id="load",
            job_class="io.towpath.pipelines.Load",
            outlets=[assets[feed.name]],
            pool=settings.pool or None,
            **common,
        )
        land >> load
    return dag


def _broken(name: str, problem: FeedError) -> DAG:
    """Carries the reason: an exception while DAGs are made would make Airflow forget all the others."""
    return DAG(dag_id=f"feed_{name}", schedule=None, tags=["towpath", "broken"], doc_md=str(problem))


def feed_dags(settings: Settings) -> Iterator[DAG]:
    """One DAG per file; inside a task's process only that task's DAG is made."""
    only = get_parsing_context().dag_id
    paths = sorted(settings.feeds.glob("*.json"))
    if not paths:
        raise FeedError(
            f"{settings.feeds}: no compiled feed; write them: towpath compile --to dag --out {settings.feeds}"
        )
    feeds: list[Feed] = []
    for path in paths:
        try:
            feeds.append(Feed.read(path))
        except FeedError as problem:
            yield _broken(path.stem, problem)
    assets = {feed.name: Asset(name=feed.name, uri=feed.asset) for feed in feeds}
    for feed in feeds:
        if only in (None, feed.dag_id):
            try:
                yield _dag(feed, assets, settings)
            except FeedError as problem:
                yield _broken(feed.name, problem)
