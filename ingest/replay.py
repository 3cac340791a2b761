"""Do what a person decided about the quarantine, once, at its place in the order of landing.

A replay reads the file again by the contract the act names, and brings in exactly the lines that
were missing and can be read now: as versions of their own file and line, known from the act on.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb

from ingest.errors import LandingError
from ingest.faults import barrier
from ingest.quarantine_acts import QuarantineAct
from ingest.quarantine_store import DISMISSED, OPEN, resolve
from ingest.raw_batch import count
from ingest.replay_file import replay_file, stage_replays

_Tell = Callable[[str], None]


def known_acts(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the acts that were done."""
    return {row[0] for row in connection.execute("select act from meta.quarantine_act").fetchall()}


def do_act(
    connection: duckdb.DuckDBPyConnection,
    landing: Path,
    act: QuarantineAct,
    sha256: str,
    *,
    tell: _Tell,
) -> None:
    """Do one act in one transaction and checkpoint.

    Args:
        connection: Not in a transaction.
        landing: The landing zone.
        act: The act.
        sha256: Hash of its file.
        tell: Told what it did.

    Raises:
        LandingError: It names lines that are not in quarantine.
    """
    _find(connection, act)
    replays = stage_replays(connection, landing, act) if act.kind == "replay" else []
    connection.begin()
    try:
        if act.kind == "dismiss":
            resolved = resolve(
                connection,
                "quarantine_id in (select quarantine_id from asked)",
                status=DISMISSED,
                author=act.author,
                reason=act.reason,
                at=act.instant,
            )
        else:
            resolved = sum(replay_file(connection, one, act, tell) for one in replays)
        barrier("act-done")
        connection.execute(
            "insert into meta.quarantine_act values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                act.act,
                act.kind,
                act.author,
                act.reason,
                sha256,
                act.instant,
                len(act.quarantine_ids),
                resolved,
            ],
        )
        connection.commit()
        barrier("act-committed")
    except BaseException:
        with suppress(duckdb.TransactionException):  # a commit that failed has ended it
            connection.rollback()
        raise
    for one in replays:
        if one.staged.batch is not None:
            one.staged.batch.drop(connection)
    connection.execute("checkpoint")
    tell(f"quarantine: {act.kind} by {act.author}: {resolved:,} of {len(act.quarantine_ids):,}")


def _find(connection: duckdb.DuckDBPyConnection, act: QuarantineAct) -> None:
    """Make the temporary table ``asked``: the open rows that an act is about."""
    connection.execute(
        f"""
        create or replace temp table asked as
        select quarantine_id, load_id, vendor, entity, line, status = '{OPEN}' as is_open
        from meta.quarantine semi join (select unnest(?) as quarantine_id) using (quarantine_id)
        """,
        [list(act.quarantine_ids)],
    )
    found = count(connection, "select count(*) from asked")
    if found != len(set(act.quarantine_ids)):
        raise LandingError(
            f"landing/_tieout/quarantine/{act.act}.json: {len(act.quarantine_ids) - found} of the "
            "lines it names are not in quarantine.",
            way_out="restore the landing zone from a backup.",
        )
    connection.execute("delete from asked where not is_open")
