"""The figures of one period of one legal entity in a published file, and the records behind them.

Which figures there are is read from the file: every ``kpi_`` table that knows a legal entity and a
period. A model, ``fct_post_close_drift``, holds what was certified against the same columns.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

_BATCH = 20_000
_NUMBERS = ("DECIMAL", "BIGINT", "DOUBLE")
_OF_BREAKS = ("open_break_",)
# What moves by design after its period is over is kept as it was said and never drift.
_JUDGED = "dim_certified_kpi"
_COHORTS = ("service_period", "cohort_period")
_ROW = "*"
# Kind of record to its table and what is kept of it; `break_post_close_change` holds the same
# against what counts now.
_RECORDS = {
    "time_entry": (
        "fct_time_entry",
        """
        select 'time_entry' as record_kind, entry.time_entry_id as record_id, null as part_of_id,
            entry.project_id, coalesce(entry.worker_id, entry.resource_id) as worker_id,
            entry.duration_seconds, entry.value_amount as amount, entry.cost_amount, entry.currency,
            concat_ws('|', entry.worked_period, entry.recognised_period, entry.activity,
                cast(entry.is_billable as varchar)) as state,
            entry._raw_row_id as raw_row_id
        from {marts}.fct_time_entry as entry
        left join {marts}.dim_project as project on entry.project_id = project.project_id
        where coalesce(project.legal_entity_id, entry.legal_entity_id) = $legal_entity
            and $period in (entry.worked_period, entry.recognised_period)
        """,
    ),
    "wip_movement": (
        "fct_wip_movement",
        """
        select 'wip_movement', wip_movement_id, coalesce(time_entry_id, invoice_line_id),
            project_id, null, duration_seconds, amount, null, currency, kind, _raw_row_id
        from {marts}.fct_wip_movement where legal_entity_id = $legal_entity and period = $period
        """,
    ),
    "ledger_line": (
        "fct_ledger_line",
        """
        select 'ledger_line', ledger_line_id, ledger_entry_id, project_id, null, null, amount, null,
            currency, account_class, _raw_row_id
        from {marts}.fct_ledger_line
        where legal_entity_id = $legal_entity and period = $period and status = 'posted'
        """,
    ),
    "expense": (
        "fct_expense",
        """
        select 'expense', expense_id, null, project_id, null, null, spent_amount, null, currency,
            concat_ws('|', cast(is_billable as varchar), cast(recharged_amount as varchar),
                recharge_currency),
            _raw_row_id
        from {marts}.fct_expense where legal_entity_id = $legal_entity and period = $period
        """,
    ),
    "subcontract_cost": (
        "fct_subcontract_cost",
        """
        select 'subcontract_cost', subcontract_cost_id,
            coalesce(time_entry_id, purchase_order_line_id), project_id, null, duration_seconds,
            null, cost_amount, currency, kind, _raw_row_id
        from {marts}.fct_subcontract_cost
        where legal_entity_id = $legal_entity and period = $period
        """,
    ),
    "payroll_cost": (
        "fct_payroll_cost",
        """
        select 'payroll_cost', concat_ws('|', payroll_actual_id, project_id), payroll_actual_id,
            project_id, worker_id, cast(sum(duration_seconds) as bigint), null,
            cast(sum(payroll_cost_amount) as decimal(18, 4)), currency, null, _raw_row_id
        from {marts}.fct_payroll_cost where legal_entity_id = $legal_entity and period = $period
        group by payroll_actual_id, project_id, worker_id, currency, _raw_row_id
        """,
    ),
}


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI table whose rows are of a legal entity and a period.

    Attributes:
        name: Table.
        key: Columns of its key, in order.
        figures: Columns that hold figures.
        columns: All its columns.
        period: Column that holds the period.
        is_judged: Whether a later change of a row is drift.
    """

    name: str
    key: tuple[str, ...]
    figures: tuple[str, ...]
    columns: frozenset[str]
    period: str
    is_judged: bool


def kpis_of(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[Kpi]:
    """Return the KPI tables of an attached published file that can be certified, by name."""
    keys: dict[str, list[str]] = {}
    for table, column in connection.execute(
        f"select table_name, column_name from {catalog}.meta.table_grain "
        "order by table_name, position"
    ).fetchall():
        keys.setdefault(table, []).append(column)
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() where "
        "database_name = ? and schema_name = 'marts' and starts_with(table_name, 'kpi_') "
        "order by table_name, column_index",
        [catalog],
    ).fetchall():
        columns.setdefault(table, {})[column] = kind
    judged = _judged(connection, catalog)
    found = (_kpi(name, keys.get(name, []), columns[name], judged) for name in columns)
    return [kpi for kpi in found if kpi is not None]


def figures(
    connection: duckdb.DuckDBPyConnection, catalog: str, *, legal_entity: str, period: str
) -> Iterator[list[dict[str, Any]]]:
    """Yield the figures of every KPI table in batches, each row also as a whole, as JSON."""
    for kpi in kpis_of(connection, catalog):
        yield from _batches(
            connection.execute(
                figure_sql(kpi, catalog) + " order by row_key, measure",
                {"legal_entity": legal_entity, "period": period},
            )
        )


def figure_sql(kpi: Kpi, catalog: str) -> str:
    """Return the query of one table's figures; parameters ``legal_entity`` and ``period``."""
    key = ", ".join(f"coalesce(cast(kpi.{column} as varchar), '')" for column in kpi.key)
    own = {
        name: f"kpi.{name}" if name in kpi.columns else "null"
        for name in ("currency", "project_id", "worker_id")
    }
    named = ", ".join(f"{value} as {name}" for name, value in own.items())
    cases = " ".join(
        f"when '{figure}' then cast(kpi.{figure} as decimal(28, 12))" for figure in kpi.figures
    )
    measures = ", ".join(f"('{measure}')" for measure in (*kpi.figures, _ROW))
    if "legal_entity_id" in kpi.columns:
        of_entity = "kpi.legal_entity_id = $legal_entity"
    else:
        of_entity = "kpi.dimension = 'legal_entity' and kpi.member = $legal_entity"
    return (
        f"select '{kpi.name}' as table_name, concat_ws('|', {key}) as row_key, of.measure, "
        f"case of.measure {cases} end as value, "
        f"case when of.measure = '{_ROW}' then cast(to_json(kpi) as varchar) end as content, "
        f"{str(kpi.is_judged).lower()} as is_judged, {named} "
        f"from {catalog}.marts.{kpi.name} as kpi cross join (values {measures}) as of(measure) "
        f"where {of_entity} and kpi.{kpi.period} = $period"
    )


def record_kinds(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[str]:
    """Return the kinds of records that a published file holds; an older file holds fewer."""
    held = connection.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = ? and table_schema = 'marts'",
        [catalog],
    ).fetchall()
    return sorted(kind for kind, (table, _) in _RECORDS.items() if (table,) in held)


def records(
    connection: duckdb.DuckDBPyConnection, catalog: str, *, legal_entity: str, period: str
) -> Iterator[list[dict[str, Any]]]:
    """Yield the records of `record_kinds` that count in the period, in batches."""
    kinds = [kind for kind in _RECORDS if kind in record_kinds(connection, catalog)]
    every = " union all ".join(_RECORDS[kind][1] for kind in kinds)
    statement = f"select * from ({every.format(marts=f'{catalog}.marts')})"
    return _batches(
        connection.execute(
            statement + " order by record_kind, record_id",
            {"legal_entity": legal_entity, "period": period},
        )
    )


def digest(batches: Iterator[Sequence[dict[str, Any]]]) -> tuple[str, int]:
    """Return the digest of the figures that are judged, and how many there are."""
    total, count = hashlib.sha256(), 0
    for batch in batches:
        for row in batch:
            if row["is_judged"] and row["measure"] != _ROW and row["value"] is not None:
                line = [row["table_name"], row["row_key"], row["measure"], f"{row['value']:f}"]
                total.update("\x1f".join(line).encode() + b"\n")
                count += 1
    return total.hexdigest(), count


def _judged(connection: duckdb.DuckDBPyConnection, catalog: str) -> set[str]:
    """Return the tables whose later change is drift; none in a file that is older than closes."""
    try:
        rows = connection.execute(f"select table_name from {catalog}.marts.{_JUDGED}").fetchall()
    except duckdb.CatalogException:
        return set()
    return {row[0] for row in rows}


def _kpi(
    table: str, key: Sequence[str], columns: dict[str, str], judged: Collection[str]
) -> Kpi | None:
    period = next((name for name in ("period", *_COHORTS) if name in columns), None)
    is_of_entity = "legal_entity_id" in columns or {"dimension", "member"} <= columns.keys()
    numbers = tuple(
        name
        for name, kind in columns.items()
        if kind.startswith(_NUMBERS)
        and not name.startswith(_OF_BREAKS)
        and "if_resolved" not in name
    )
    if period is None or not is_of_entity or not key:
        return None
    return Kpi(table, tuple(key), numbers, frozenset(columns), period, table in judged)


def _batches(result: duckdb.DuckDBPyConnection) -> Iterator[list[dict[str, Any]]]:
    names = [column[0] for column in result.description]
    while rows := result.fetchmany(_BATCH):
        yield [dict(zip(names, row, strict=True)) for row in rows]
