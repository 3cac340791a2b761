"""A mark that a version was built whole: every model and every dbt test, none failed.

It is taken away before dbt starts and set after it ends, so that a build cut short, or one of
a few selected models, is never published.  It keeps the fingerprint taken before the build: what
changes while dbt runs is not in the version.
"""

import json

from ingest.home import Home
from serving.durable import write_text
from serving.errors import BuildError

_NAME = "complete_build.json"


def clear_mark(home: Home) -> None:
    """Forget the last complete build: the models are about to change."""
    (home.dbt / _NAME).unlink(missing_ok=True)


def mark_complete(home: Home, *, version: int, fingerprint: str) -> None:
    """Record that every model of a version was built and every dbt test passed.

    Args:
        home: Whose warehouse holds the build.
        version: Number it was built as.
        fingerprint: Digest, taken before the build, of everything it was made from.
    """
    mark = {"version": version, "fingerprint": fingerprint}
    write_text(home.dbt / _NAME, json.dumps(mark) + "\n")


def require_complete(home: Home, *, version: int) -> str:
    """Let a complete build through and return its fingerprint.

    Raises:
        BuildError: The version was not built, only in part, or a test of it failed.
    """
    try:
        mark = json.loads((home.dbt / _NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        mark = {}
    if mark.get("version") != version:
        built = mark.get("version")
        raise BuildError(
            f"version {version} is not completely built"
            + (f" (the last complete build is version {built})." if built else "."),
            way_out="run every model and test, then the audit, by `tieout run` or the job nightly.",
        )
    return str(mark["fingerprint"])
