"""Local times to UTC, as SQL: what clocks skipped is nothing, what they showed twice the first."""

from functools import cache

import duckdb

from ingest.typed_sql import cases, literal

_FIRST, _LAST = "1900-01-01", "2100-12-31"


def to_utc(local: str, zone: str) -> str:
    """Return the SQL of the first instant at which clocks of a zone show a local time, else null.

    Near a change of the clocks, the offset a day before and a day after are the only two that can
    apply; each is tried. Elsewhere there is one instant.
    """

    def shown_at(instant: str) -> str:
        return f"timezone({literal(zone)}, timezone('UTC', {instant}))"

    candidates = []
    for day_away in ("- interval 1 day", "+ interval 1 day"):
        near = f"({local} {day_away})"
        instant = f"({local} - ({shown_at(near)} - {near}))"
        candidates.append(cases((f"{shown_at(instant)} = {local}", instant)))
    date = f"cast({local} as DATE)"
    days = ", ".join(f"DATE '{one}'" for one in _days_near_changes(zone))
    is_near = f"{date} in ({days}) or {date} not between DATE '{_FIRST}' and DATE '{_LAST}'"
    anywhere = f"make_timestamp(epoch_us(timezone({literal(zone)}, {local})))"
    return cases((is_near, f"least({', '.join(candidates)})"), ("true", anywhere))


@cache
def _days_near_changes(zone: str) -> tuple[str, ...]:
    """Return the days around each change of a zone's clocks, by the same rules as the SQL."""
    with duckdb.connect() as connection:
        return tuple(
            row[0]
            for row in connection.execute(
                """
                with days as (
                    select range as noon
                    from range($first::TIMESTAMP, $last::TIMESTAMP, interval 1 day)
                ),
                shown as (
                    select noon, timezone($zone, timezone('UTC', noon)) - noon as ahead from days
                ),
                changed as (
                    select noon, ahead <> lag(ahead, 1, ahead) over (order by noon) as is_change
                    from shown
                )
                select distinct cast(cast(noon + (near.range * interval 1 day) as DATE) as VARCHAR)
                from changed, range(-3, 3) as near where is_change or noon = $first::TIMESTAMP
                order by 1
                """,
                {"zone": zone, "first": f"{_FIRST} 12:00:00", "last": f"{_LAST} 12:00:00"},
            ).fetchall()
        )
