"""Says in the log which feed is late or has failed; alerting is built on these lines."""

from __future__ import annotations

import logging
from typing import Any

log = logging.getLogger(__name__)


def late(feed: str, context: dict[str, Any] | None = None) -> None:
    """Called on the executor when a run's deadline passes; the context has `dag_run` and `deadline` only."""
    run = (context or {}).get("dag_run", {})
    log.error("towpath: feed %s is late, run %s", feed, run.get("dag_run_id"))


def failed(context: dict[str, Any]) -> None:
    """Called when a task has failed for good."""
    task = context["task_instance"]
    log.error("towpath: %s.%s failed: %s", task.dag_id, task.task_id, context.get("exception"))
