"""Load the break events of published versions, from ``landing/_tieout/``.

Events of a version count only once the version is published, so the caller says which are. What
people decided about breaks is an extract and loaded like one.
"""

from collections.abc import Sequence

from ingest.errors import LandingError
from ingest.home import Home
from ingest.raw_tables import BREAK_EVENT, keep_tables
from ingest.warehouse import open_warehouse


def load_break_events(home: Home, published_versions: Sequence[int]) -> int:
    """Make ``raw.tieout__break_event`` hold the events of all published versions, and no others.

    Args:
        home: Landing zone and warehouse; the caller holds the writer lock.
        published_versions: Versions that were ever published; none before the first.

    Returns:
        Number of events; the table exists even without any. A column that a version's file does
        not have yet is null for its events.

    Raises:
        LandingError: The file of a published version is missing.
        WarehouseBusyError: Another process has the warehouse open.
    """
    folder = home.landing / "_tieout" / "break_event"
    files = [folder / f"v{version:06d}.parquet" for version in sorted(published_versions)]
    for file in files:
        if not file.is_file():
            raise LandingError(
                f"{file}: the break events of a published version are missing.",
                way_out="restore the landing zone from a backup.",
            )
    columns = ", ".join(BREAK_EVENT)
    typed = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in BREAK_EVENT.items())
    with open_warehouse(home) as connection:
        keep_tables(connection, vendors=())
        connection.begin()
        connection.execute("delete from raw.tieout__break_event")
        if files:
            connection.execute(
                f"insert into raw.tieout__break_event ({columns}) select {typed} from "
                "((from raw.tieout__break_event limit 0) "
                "union all by name from read_parquet(?, union_by_name = true))",
                [[str(file) for file in files]],
            )
        connection.commit()
        row = connection.execute("select count(*) from raw.tieout__break_event").fetchone()
        return int(row[0]) if row else 0
