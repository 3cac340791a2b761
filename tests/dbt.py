"""dbt on the warehouse of a home, in tests: the project is parsed once for each set of vendors."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.home import Home
from orchestration.manifest import dbt_executable, dbt_options, dbt_settings, target_path
from orchestration.paths import DBT_PROJECT
from tests.shared import SHARED

_PARSED = "partial_parse.msgpack"


def run_dbt(
    home: Home,
    command: Sequence[str],
    variables: Mapping[str, Any],
    *,
    profiles: Path = DBT_PROJECT,
    target: Path | None = None,
    keeps_manifest: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run dbt as a run of Tieout does, whatever comes of it.

    Args:
        home: Whose warehouse is built.
        command: What dbt is asked to do.
        variables: Of the run, as `serving.pipeline.dbt_vars` returns them.
        profiles: Folder of ``profiles.yml``.
        target: Where dbt writes; under the home if left out.
        keeps_manifest: Whether the test reads ``manifest.json`` or ``run_results.json`` of the
            target, which take dbt seconds to write.
    """
    folder = target or target_path(home)
    with parsed_once(folder, variables):
        return subprocess.run(
            [
                *(dbt_executable(), "--quiet", *command),
                *("--target-path", str(folder), *dbt_options(variables)),
            ],
            cwd=DBT_PROJECT,
            env=os.environ
            | dbt_settings(home, variables)
            | {
                "DBT_PROFILES_DIR": str(profiles),
                "DBT_WRITE_JSON": str(keeps_manifest),
            },
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def parsed_once(target: Path, variables: Mapping[str, Any]) -> Iterator[None]:
    """Lend a target the parse of other tests with such variables, and keep the first one made.

    dbt takes a lent parse only as far as it is that of the files as they are.
    """
    folder = os.environ.get(SHARED)
    if folder is None:
        yield
        return
    name = hashlib.sha256(json.dumps(dbt_options(variables)).encode()).hexdigest()
    kept, own = Path(folder) / name, target / _PARSED
    if kept.exists() and not own.exists():
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, own)
    yield
    if own.exists() and not kept.exists():
        mine = kept.with_suffix(f".{os.getpid()}")
        shutil.copyfile(own, mine)
        mine.replace(kept)
