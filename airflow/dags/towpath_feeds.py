"""One Airflow DAG per feed that `towpath compile --to dag` wrote into the folder TOWPATH_FEEDS."""

from __future__ import annotations

from towpath_airflow.feeds import feed_dags
from towpath_airflow.settings import Settings

for dag in feed_dags(Settings.from_environment()):
    globals()[dag.dag_id] = dag
