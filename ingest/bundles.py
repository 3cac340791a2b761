"""Make versions of many small increments at once, as if they had come one after the other.

Keys do not depend on each other. So the rows of all files of an entity are put together and taken
key by key in rounds: first every key's first row, then every key's second, and so on. Daily files,
which share few keys, need one or two rounds for hundreds of files. Snapshots are never bundled:
what they leave out counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

import duckdb

from ingest.load_file import StagedFile, versioning_of
from ingest.raw_batch import count
from ingest.raw_changes import load_changes
from ingest.raw_tables import quoted
from ingest.raw_versions import Counts, Versioning

_NONE = Counts(0, 0, 0)


def load_bundles(
    connection: duckdb.DuckDBPyConnection, files: Iterable[StagedFile]
) -> dict[str, Counts]:
    """Bring the rows of increments and events into raw, inside the caller's transaction.

    Args:
        connection: Inside a transaction, which the caller commits.
        files: Staged files in the order they landed; snapshots and refused ones are left alone.

    Returns:
        What became of the rows, by load id of every file that was brought in.
    """
    entities: dict[tuple[str, str], list[StagedFile]] = defaultdict(list)
    for file in files:
        if file.batch is not None and file.contract.extract_mode != "snapshot":
            entities[file.receipt.instance, file.contract.table_name].append(file)
    found: dict[str, Counts] = {}
    for entity in entities.values():
        found |= {file.receipt.load_id: _NONE for file in entity}
        for _, bundle in groupby(entity, key=lambda file: file.reading.sha256):
            for shapes in _parts(list(bundle)):
                _load(connection, shapes, found)
    return found


def _parts(bundle: Sequence[StagedFile]) -> list[list[Versioning]]:
    """Return which files go together: all, but events only while they come in order of time."""
    shapes = [
        versioning_of(file, file.batch, deletes_absent=False)
        for file in bundle
        if file.batch is not None
    ]
    instants = [shape.effective_at for shape in shapes]
    if shapes[0].contract.extract_mode == "events" and instants != sorted(instants):
        return [[shape] for shape in shapes]
    return [shapes]


def _load(
    connection: duckdb.DuckDBPyConnection, shapes: Sequence[Versioning], found: dict[str, Counts]
) -> None:
    """Load files together, adding to what became of their rows."""
    first = shapes[0]
    if len(shapes) == 1:
        _add(found, load_changes(connection, first, is_late=None))
        return
    same = [quoted(key) for key in first.contract.primary_key]
    is_events = first.contract.extract_mode == "events"
    if is_events:
        same.append("_row_hash")
    together = " union all ".join(f"select {first.columns} from {shape.table}" for shape in shapes)
    connection.execute(f"create or replace temp view bundle as {together}")
    connection.execute(
        "create or replace temp table later_round as select * from (select _raw_row_id, "
        f"row_number() over (partition by {', '.join(same)} order by _load_id, _line) as _round "
        "from bundle) where _round > 1"
    )
    last = "select coalesce(max(_round), 1) from later_round"
    rounds = 1 if is_events else count(connection, last)
    for number in range(1, rounds + 1):
        rows = "bundle anti join later_round using (_raw_row_id)"
        if number > 1:
            rows = f"bundle join later_round using (_raw_row_id) where _round = {number}"
        connection.execute(
            f"create or replace temp view one_round as select {first.columns} from {rows}"
        )
        _add(found, load_changes(connection, replace(first, table="one_round"), is_late=None))
    for view in ("one_round", "bundle"):
        connection.execute(f"drop view {view}")
    connection.execute("drop table later_round")


def _add(found: dict[str, Counts], made: dict[str, Counts]) -> None:
    for load_id, counts in made.items():
        before = found[load_id]
        found[load_id] = Counts(
            before.rows_loaded + counts.rows_loaded,
            before.rows_unchanged + counts.rows_unchanged,
            before.rows_deleted + counts.rows_deleted,
        )
