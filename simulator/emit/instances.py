"""Everything the firm's systems deliver: one folder per instance, and the firm's configuration."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from simulator.emit import certinia, d365_finance, salesforce, workday
from simulator.emit.batches import Batch, write_extract
from simulator.emit.dialects import FIVETRAN, LINES, SALESFORCE_DIALECTS, SYNAPSE, Dialect
from simulator.emit.extracts import Extract, Schedule
from simulator.emit.firm_file import Source, write_firm_file
from simulator.emit.macros import create_macros

DIALECTS = tuple(SALESFORCE_DIALECTS)
FIRM = "simulated"
TIME_ZONE = "America/New_York"


@dataclass(frozen=True, slots=True)
class Emission:
    """What was written.

    Attributes:
        config: The firm's configuration.
        files: Number of data files.
        rows: Records in them; a record that changed on several days counts as often.
        bytes: Their size.
        paths: The data files.
    """

    config: Path
    files: int
    rows: int
    bytes: int
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Instance:
    source: Source
    dialect: Dialect
    extracts: list[Extract]


def emit(
    connection: duckdb.DuckDBPyConnection,
    out: Path,
    *,
    daily_days: int,
    dialect: str,
    monthly: bool = False,
) -> Emission:
    """Write the extracts of every system, and ``tieout.yaml`` that names them.

    Args:
        connection: Database that holds the books; only temporary tables are made in it.
        out: Folder to write into; made when it is not there.
        daily_days: Number of days before the end that are delivered day by day, 0 or more.
        dialect: How the Salesforce org is exported, one of ``DIALECTS``.
        monthly: What was before comes in a batch a month; else in one batch.

    Returns:
        Counts of what was written.

    Raises:
        KeyError: There is no such dialect.
    """
    starts_on, ends_on = _span(connection)
    schedule = Schedule(ends_on, daily_days, starts_on if monthly else None)
    create_macros(connection, d365_finance.TABLES)
    for module in (salesforce, certinia, workday, d365_finance):
        connection.execute(module.PREPARATION)
    written: list[Batch] = []
    instances = _instances(SALESFORCE_DIALECTS[dialect])
    for instance in instances:
        root = out / instance.source.name
        root.mkdir(parents=True, exist_ok=True)
        for extract in instance.extracts:
            written += write_extract(
                connection,
                extract,
                root / extract.entity,
                schedule=schedule,
                dialect=instance.dialect,
            )
    config = _write_config(connection, out, [instance.source for instance in instances])
    return Emission(
        config=config,
        files=len(written),
        rows=sum(batch.rows for batch in written),
        bytes=sum(batch.bytes for batch in written),
        paths=tuple(batch.path for batch in written),
    )


def _instances(org: Dialect) -> list[_Instance]:
    return [
        _instance("crm", "salesforce", "sfdc", org, salesforce.extracts()),
        _instance("psa", "certinia", "sfdc", org, certinia.extracts()),
        _instance("hr", "workday", "hr", FIVETRAN, workday.extracts()),
        _instance("erp", "d365_finance", "erp", SYNAPSE, d365_finance.extracts()),
    ]


def sources() -> list[Source]:
    """Return the instances of the firm, whatever the dialect of the org."""
    return [instance.source for instance in _instances(SALESFORCE_DIALECTS["csv"])]


def _instance(
    name: str, vendor: str, realm: str, dialect: Dialect, extracts: list[Extract]
) -> _Instance:
    entities = tuple(extract.entity for extract in extracts)
    encoding = None if dialect.encoding == LINES else dialect.encoding
    source = Source(name, vendor, realm, entities, encoding)
    return _Instance(source, dialect, extracts)


def _span(connection: duckdb.DuckDBPyConnection) -> tuple[date, date]:
    found: tuple[date, date] = connection.execute(
        "select starts_on, ends_on from mdm.firm"
    ).fetchall()[0]
    return found


def _write_config(connection: duckdb.DuckDBPyConnection, out: Path, sources: list[Source]) -> Path:
    starts_on, ends_on, currency = connection.execute(
        "select starts_on, ends_on, group_currency from mdm.firm"
    ).fetchall()[0]
    codes = connection.execute("select distinct code from mdm.location order by code").fetchall()
    return write_firm_file(
        out,
        sources,
        firm=FIRM,
        end=ends_on,
        time_zone=TIME_ZONE,
        group_currency=currency,
        locations={code.lower().replace("-", "_"): code for (code,) in codes},
        years=tuple(range(starts_on.year, ends_on.year + 2)),
    )
