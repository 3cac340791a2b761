"""Publish the audited marts as a new version, in steps of which any may be the last.

A version is a new file: copied, fsynced, renamed.  The break events of its build land
beside it.  Only then the pointer is replaced, which is the commit; the link follows.  A
kill before the commit leaves readers on the version before, and its leftovers are swept
by the next publish.  Published files hold tables, never views over other files.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.home import Home
from serving.copy_tables import copy_tables, write_grains
from serving.durable import fsync_folder, is_temporary, point_link, settle, temporary_name
from serving.errors import BuildError
from serving.gate import Build, read_build, require_publishable
from serving.versions import (
    LINK_NAME,
    Pointer,
    next_version,
    read_pointer,
    version_name,
    version_of,
    write_pointer,
)

AUDIENCE = "finance"
KEPT_VERSIONS = 3
_EVENT_FILE_MODE = 0o400


@dataclass(frozen=True, slots=True)
class Publication:
    """A version that readers can now read.

    Attributes:
        version: Its number.
        file: Its file.
        tables: Tables in it.
        rows: Rows over all its tables.
        new_events: Break events it added to the ledger, back-filled ones included.
    """

    version: int
    file: Path
    tables: int
    rows: int
    new_events: int


def event_folder(home: Home) -> Path:
    """Return the folder of landed break events, one file per published version."""
    return home.landing / "_tieout" / "break_event"


def publish(
    home: Home,
    *,
    fingerprint: str,
    grains: Mapping[str, Sequence[str]],
    now: datetime,
    audience: str = AUDIENCE,
) -> Publication:
    """Publish the build in the warehouse if its audit let it through.

    The caller holds the writer lock; no other connection to the warehouse is open for
    writing.

    Args:
        home: Where the warehouse and the published versions live.
        fingerprint: Digest of everything the build was made from.
        grains: Marts table to the columns of its unique key, for `tieout trace`.
        now: UTC instant of publishing.
        audience: Who the version is for.

    Returns:
        What was published.

    Raises:
        PublishRefusedError: The audit did not pass; readers stay where they are.
        BuildError: The warehouse holds no build, or one that is already published.
    """
    folder = home.published(audience)
    events = event_folder(home)
    events.mkdir(parents=True, exist_ok=True, mode=0o700)
    upcoming = next_version(folder, events)
    sweep(folder, events)
    with _warehouse(home) as connection:
        build = read_build(connection)
        pointer = read_pointer(folder)
        if pointer is not None and build.version <= max(pointer.versions):
            raise BuildError(
                f"the build in the warehouse is version {build.version}, which is not newer "
                f"than published version {pointer.version}.",
                way_out=f"build version {upcoming}: `tieout run --force`.",
            )
        require_publishable(connection, version=build.version)
        target = folder / f"{version_name(build.version)}.duckdb"
        tables, rows = _write_version(connection, target, grains)
        new_events = _land_events(connection, events, build.version)
    _commit(folder, build, target, fingerprint=fingerprint, now=now, before=pointer)
    _prune(folder)
    return Publication(build.version, target, tables, rows, new_events)


def sweep(folder: Path, events: Path) -> None:
    """Remove what a killed publish left behind and mend a link it did not reach."""
    pointer = read_pointer(folder)
    published = set(pointer.versions) if pointer else set()
    for place in (folder, events):
        for path in place.iterdir():
            version = version_of(path)
            if is_temporary(path) or (version is not None and version not in published):
                path.unlink(missing_ok=True)
    link = folder / LINK_NAME
    if pointer and (not link.is_symlink() or link.readlink().name != pointer.file):
        point_link(link, pointer.file)


@contextmanager
def _warehouse(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config={"temp_directory": str(home.tmp)})
    try:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{_quoted(home.warehouse)}' as warehouse (read_only)")
        yield connection
    finally:
        connection.close()


def _write_version(
    connection: duckdb.DuckDBPyConnection, target: Path, grains: Mapping[str, Sequence[str]]
) -> tuple[int, int]:
    temporary = temporary_name(target)
    connection.execute(f"attach '{_quoted(temporary)}' as version")
    temporary.chmod(0o600)
    sizes = copy_tables(connection)
    write_grains(connection, {name: grains[name] for name in grains if name in sizes})
    connection.execute("checkpoint version")
    connection.execute("detach version")
    temporary.with_name(f"{temporary.name}.wal").unlink(missing_ok=True)
    settle(temporary, target)
    return len(sizes), sum(sizes.values())


def _land_events(connection: duckdb.DuckDBPyConnection, events: Path, version: int) -> int:
    """Write the events of the build, and of the month ends told with it; return how many."""
    target = events / f"{version_name(version)}.parquet"
    temporary = temporary_name(target)
    told = (
        "from warehouse.reconciliation.break_event_new union all by name "
        f"from warehouse.raw.tieout__break_event where version = {version:d}"
    )
    connection.execute(
        f"copy (select * from ({told}) order by event_id) "
        f"to '{_quoted(temporary)}' (format parquet)"
    )
    settle(temporary, target, mode=_EVENT_FILE_MODE)
    count = connection.execute(f"select count(*) from ({told})").fetchone()
    return int(count[0]) if count else 0


def _commit(
    folder: Path,
    build: Build,
    target: Path,
    *,
    fingerprint: str,
    now: datetime,
    before: Pointer | None,
) -> None:
    pointer = Pointer(
        version=build.version,
        file=target.name,
        published_at=now.isoformat(),
        known_at=build.known_at.isoformat(),
        valued_on=build.valued_on.isoformat(),
        fingerprint=fingerprint,
        versions=(*(before.versions if before else ()), build.version),
    )
    write_pointer(folder, pointer)
    point_link(folder / LINK_NAME, target.name)


def _prune(folder: Path) -> None:
    """Keep the newest version files; a reader of an older one keeps its open file."""
    files = sorted(path for path in folder.glob("v*.duckdb") if version_of(path) is not None)
    for path in files[:-KEPT_VERSIONS]:
        path.unlink(missing_ok=True)
    fsync_folder(folder)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
