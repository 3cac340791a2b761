"""A mark that a version was built whole: every model and every dbt test, none failed.

It is taken away before dbt starts and set after it ends, so that a build cut short, or one of
a few selected models, is never published.
"""

import json

from ingest.home import Home
from serving.durable import write_text
from serving.errors import BuildError

_NAME = "complete_build.json"


def clear_mark(home: Home) -> None:
    """Forget the last complete build: the models are about to change."""
    (home.dbt / _NAME).unlink(missing_ok=True)


def mark_complete(home: Home, *, version: int) -> None:
    """Record that every model of a version was built and every dbt test passed."""
    write_text(home.dbt / _NAME, json.dumps({"version": version}) + "\n")


def require_complete(home: Home, *, version: int) -> None:
    """Let a complete build through.

    Raises:
        BuildError: The version was not built, only in part, or a test of it failed.
    """
    try:
        found = json.loads((home.dbt / _NAME).read_text(encoding="utf-8")).get("version")
    except (FileNotFoundError, ValueError):
        found = None
    if found != version:
        raise BuildError(
            f"version {version} is not completely built"
            + (f" (the last complete build is version {found})" if found else ""),
            way_out="run every model and test, then the audit, by `tieout run` or the job nightly.",
        )
