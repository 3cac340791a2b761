"""How fast approved time is reconciled with postings, within how much memory, beside a plain join.

Made tables stand in for what the stream of time reads. The stream's own models, as dbt compiles
them, and a hand-written full outer join that yields the same columns for every pair, each run in a
process of its own on the same file. Where they are asked to, pandas merges the same rows and
DataComPy (on Polars, which must be installed beside) compares their time and value; neither says
what becomes of a record. Run it with ``python -m bench.reconcile``; times leave out imports, making
the tables, compiling and handing rows over to pandas or Polars.
"""

import argparse
import importlib
import json
import resource
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from bench.sides import compiled, in_own_process, made_tables

MODELS = (
    "acc_cancelled_posting",
    "rec_time_labour_posting_link",
    "rec_time_labour_posting_record",
)
_SIDES = ("join", "tieout", "pandas", "datacompy")
_VARIABLES = {"valued_on": "2026-06-30", "known_at": "2026-06-30 23:59:59.000000"}
# Of 1000 entries one is not posted, one has other time, one is there twice, two have no reference.
_MADE = """
    create schema accounting; create schema canonical; create schema reconciliation;
    create table accounting.acc_time_value as
    with made as (
        select i, cast(i // 5000 % 364 as integer) as days, 1 + i // 1820000 + i % 7 as quarters,
            cast(100 + i % 90 as decimal(18, 4)) as rate
        from range({rows}) as made(i)
    )
    select 'psa:T' || i as time_entry_id, 'psa' as source_instance,
        'psa/timecard/1:' || i as _raw_row_id, 'psa:R' || i % 5000 as resource_id,
        'hr:W' || i % 5000 as worker_id, 'erp:E' || i % 4 as legal_entity_id,
        'crm:C' || i % 300 as client_id, 'psa:P' || i % 4000 as project_id,
        'psa:K' || i % 9000 as task_id, 'client' as activity,
        date '2025-07-01' + days as worked_on,
        strftime(date '2025-07-01' + days, '%Y-%m') as worked_period,
        strftime(date '2025-07-01' + days, '%Y-%m') as recognised_period,
        timestamp '2025-07-02' + to_days(days) as approved_at,
        cast(900 * quarters as bigint) as duration_seconds, true as is_billable,
        rate as bill_hourly_amount,
        cast(rate * quarters * 0.25::decimal(3, 2) as decimal(18, 4)) as value_amount,
        'USD' as currency, i
    from made;
    create table canonical.time_entry as
    select time_entry_id, 'T' || i as source_record_id, cast(null as varchar) as timesheet_id,
        'approved' as status, false as is_deleted
    from accounting.acc_time_value;
    create table canonical.labour_posting as
    select 'erp:H' || i || case copy when 1 then '' else '-2' end as labour_posting_id,
        'erp' as source_instance, 'erp/hours/1:' || i as _raw_row_id,
        cast(null as varchar) as reversed_labour_posting_id,
        case when i % 1000 not in (3, 4) then 'T' || i end as source_reference,
        legal_entity_id, client_id, project_id, 'crm:L' || i % 4000 as contract_line_id,
        worker_id, cast(i % 5000 as varchar) as worker_code,
        cast(i % 9000 as varchar) as task_code, worked_on, worked_on + 1 as posted_on,
        worked_period as period,
        duration_seconds + case i % 1000 when 1 then 900 else 0 end as duration_seconds,
        cast(value_amount * 0.6::decimal(2, 1) as decimal(18, 4)) as cost_amount,
        value_amount as revenue_amount, 'USD' as currency, 'integration' as origin,
        is_billable, false as is_deleted
    from accounting.acc_time_value, range(1, 3) as copies(copy)
    where i % 1000 <> 0 and (copy = 1 or i % 1000 = 2);
    create table canonical.expense_posting as
    select '' as expense_posting_id, '' as reversed_expense_posting_id, '' as source_reference,
        0::decimal(18, 4) as amount, 0::decimal(18, 4) as tax_amount, false as is_deleted
    where false;
    create table accounting.acc_withdrawn_approval as
    select '' as target_id, timestamp '2026-01-01' as withdrawn_at where false;
    create table canonical.resource as
    select 'psa:R' || i as resource_id, cast(i as varchar) as employee_no,
        cast(null as varchar) as external_worker_code
    from range(5000) as made(i);
    create table canonical.task as
    select 'psa:K' || i as task_id, cast(i as varchar) as task_code from range(9000) as made(i);
    create table canonical.xref_project as
    select 'psa:P' || i as project_id, 'crm:L' || i as contract_line_id
    from range(4000) as made(i);
    create table canonical.business_calendar as
    select 'erp:E' || e as legal_entity_id, date '2025-06-01' + cast(d as integer) as calendar_on,
        strftime(date '2025-06-01' + cast(d as integer), '%Y-%m') as period,
        cast(d as bigint) as business_day_number
    from range(4) as entities(e), range(500) as days(d);
    create table accounting.acc_period as
    select distinct legal_entity_id, period, cast(null as timestamp) as hard_closed_at
    from canonical.business_calendar;
    create table reconciliation.break_rule_setting as
    select code as rule_code, 'erp:E' || e as legal_entity_id,
        cast(1 as bigint) as tolerance_days, cast(60 as bigint) as tolerance_seconds,
        cast(0.01 as decimal(18, 4)) as tolerance_amount,
        cast(0.0001 as decimal(28, 12)) as tolerance_ratio,
        cast(2 as bigint) as window_business_days
    from unnest(['TM-01', 'TM-04', 'TM-05']) as codes(code), range(4) as entities(e);
"""
# What pandas and DataComPy hold against each other.
_COMPARED = (
    "select substr(time_entry_id, 5) as source_reference, duration_seconds, "
    "value_amount as amount, currency from accounting.acc_time_value",
    "select source_reference, duration_seconds, revenue_amount as amount, currency "
    "from canonical.labour_posting",
)
# The columns of a record, of both sides of a pair in one row.
_RECORD = """
    concat_ws('|', 'time_labour_posting', '{side}', mine.{id}) as {side}_stream_record_id,
    'time_labour_posting' as {side}_stream, '{side}' as {side}_side, mine.{id} as {side}_record_id,
    mine.source_instance as {side}_source_instance, mine.legal_entity_id as {side}_legal_entity_id,
    mine.client_id as {side}_client_id, mine.project_id as {side}_project_id,
    mine.{period} as {side}_period, mine.currency as {side}_currency,
    mine.{event} as {side}_event_on, cast(mine.{event} as date) + 2 as {side}_due_on,
    mine.duration_seconds as {side}_value_seconds,
    coalesce(theirs.duration_seconds, 0) as {side}_allocated_seconds,
    mine.duration_seconds - coalesce(theirs.duration_seconds, 0) as {side}_residual_seconds,
    mine.{amount} as {side}_value_amount,
    coalesce(theirs.{other_amount}, 0) as {side}_allocated_amount,
    mine.{amount} - coalesce(theirs.{other_amount}, 0) as {side}_residual_amount,
    case when theirs.{other_id} is null then 'break'
        when mine.duration_seconds <> theirs.duration_seconds then 'break'
        else 'matched' end as {side}_outcome,
    case when theirs.{other_id} is null then 'missing'
        when mine.duration_seconds <> theirs.duration_seconds then 'time_differs'
        else 'integration_reference' end as {side}_reason,
    mine._raw_row_id as {side}_raw_row_id
"""
_ENTRY = {
    "id": "time_entry_id",
    "period": "worked_period",
    "event": "approved_at",
    "amount": "value_amount",
}
_POSTING = {
    "id": "labour_posting_id",
    "period": "period",
    "event": "posted_on",
    "amount": "revenue_amount",
}


def joined() -> str:
    """Return the hand-written join: both records of a pair in one row, and their link."""
    columns = ", ".join(
        _RECORD.replace("mine.", f"{mine}.")
        .replace("theirs.", f"{theirs}.")
        .format(side=side, **own, other_id=its["id"], other_amount=its["amount"])
        for side, mine, own, theirs, its in (
            ("left", "entry", _ENTRY, "posting", _POSTING),
            ("right", "posting", _POSTING, "entry", _ENTRY),
        )
    )
    return f"""
        create table joined as
        select {columns},
            concat_ws('|', 'time_labour_posting', time_entry_id, labour_posting_id)
                as stream_link_id,
            'integration_reference' as match_pass, posting.duration_seconds as linked_seconds,
            posting.revenue_amount as linked_amount, 'by hand' as rule_version
        from accounting.acc_time_value as entry
        full outer join canonical.labour_posting as posting
            on substr(entry.time_entry_id, 5) = posting.source_reference
    """


def measure(side: str, folder: Path, memory: str) -> dict[str, float]:
    """Reconcile by one side in this process.

    Returns:
        Seconds, peak resident megabytes, and pairs found.
    """
    connection = made_tables(folder, memory)
    started = time.perf_counter()
    if side == "join":
        connection.execute(joined())
        pairs = "select count(*) from joined where left_record_id || right_record_id is not null"
    elif side == "tieout":
        for model, sql in json.loads((folder / "compiled.json").read_text()).items():
            schema = "accounting" if model.startswith("acc_") else "reconciliation"
            connection.execute(f"create table {schema}.{model} as {sql}")
        pairs = f"select count(*) from reconciliation.{MODELS[1]}"
    elif side == "pandas":
        pandas = importlib.import_module("pandas")
        left, right = (connection.execute(rows).df() for rows in _COMPARED)
        started = time.perf_counter()
        merged = pandas.merge(left, right, on="source_reference", how="outer", indicator=True)
        pairs = f"select {int((merged['_merge'] == 'both').sum())}"
    else:
        datacompy = importlib.import_module("datacompy")
        left, right = (connection.execute(rows).pl() for rows in _COMPARED)
        started = time.perf_counter()
        compared = datacompy.PolarsCompare(left, right, join_columns=["source_reference"])
        pairs = f"select {compared.intersect_rows.height}"
    seconds = time.perf_counter() - started
    row = connection.execute(pairs).fetchone()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": peak, "pairs": row[0] if row else 0}


def run(folder: Path, *, rows: int, memory: str, sides: list[str]) -> list[str]:
    """Make the tables, reconcile them by every side, and return the table's lines."""
    with made_tables(folder) as connection:
        connection.execute(_MADE.format(rows=rows))
    nodes = compiled(folder, ["--select", *MODELS], _VARIABLES)["nodes"]
    models = {model: nodes[f"model.tieout.{model}"]["compiled_code"] for model in MODELS}
    (folder / "compiled.json").write_text(json.dumps(models))
    table = [
        f"{rows:,} entries, memory limit {memory}",
        f"{'side':<8} {'seconds':>8} {'pairs':>12} {'peak MB':>8} {'ratio':>6}",
    ]
    base: dict[str, float] = {}
    for side in sides:
        found = in_own_process("bench.reconcile", side, "--folder", folder, "--memory", memory)
        base = base or found
        ratio = Decimal(found["seconds"] / base["seconds"]).quantize(Decimal("0.01"))
        table.append(
            f"{side:<8} {found['seconds']:>8.2f} {found['pairs']:>12,} "
            f"{found['megabytes']:>8,.0f} {ratio:>6}"
        )
    return table


def main() -> None:
    """Run the benchmark, or one measurement of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000_000])
    parser.add_argument("--memory", default="6GB", help="memory limit of DuckDB on every side")
    parser.add_argument("--sides", nargs="+", choices=_SIDES, default=["join", "tieout"])
    parser.add_argument("--folder", type=Path, help="where to make the tables")
    parser.add_argument("--measure", choices=_SIDES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        sys.stdout.write(json.dumps(measure(given.measure, given.folder, given.memory)))
        return
    for rows in given.rows:
        with tempfile.TemporaryDirectory(prefix="tieout-bench-", dir=given.folder) as folder:
            table = run(Path(folder), rows=rows, memory=given.memory, sides=given.sides)
        sys.stdout.write("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
