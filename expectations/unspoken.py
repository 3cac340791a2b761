"""Breaks of the streams that no break rule speaks of yet, counted by reason.

A stream says that a record disagrees; a rule says what that means, whose it is and what it is
worth.  A disagreement without a rule is in no list a person reads, so it is counted here.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from expectations.standings import BREAKS_TABLE

UNSPOKEN = "breaks_are_spoken_of"

UNSPOKEN_RECORDS = f"""
    from {{records}} as record
    left join (
        select anchor_id as named_id from {BREAKS_TABLE}
        union
        select left_id as named_id from {BREAKS_TABLE}
        union
        select right_id as named_id from {BREAKS_TABLE}
    ) as named on record.record_id = named.named_id
    where record.outcome = 'break' and named.named_id is null
"""


def unspoken(warehouse: Path, streams: Sequence[str]) -> Mapping[str, str]:
    """Say, for each stream with such records, how many there are and for which reasons.

    Args:
        warehouse: Built warehouse, opened for reading and closed again.
        streams: Names of the ``rec_<stream>_record`` tables: zero or more.

    Returns:
        A sentence by stream table.  A stream that cannot be read has none: the audit reports it.

    Raises:
        duckdb.Error: ``warehouse`` itself cannot be opened.
    """
    said: dict[str, str] = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for stream in streams:
            records = UNSPOKEN_RECORDS.format(records=f'reconciliation."{stream}"')
            try:
                counts = connection.execute(
                    f"select coalesce(reason, 'no reason'), count(*) {records}"
                    " group by 1 order by 2 desc, 1"
                ).fetchall()
            except duckdb.Error:
                continue
            if counts:
                said[stream] = _sentence(counts)
    return said


def _sentence(counts: Sequence[tuple[str, int]]) -> str:
    total = sum(count for _, count in counts)
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in counts)
    return f"{total:,} record{'s' if total > 1 else ''}: {reasons}"
