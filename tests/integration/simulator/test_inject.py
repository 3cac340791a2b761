"""Breaks: every code strikes, says what is true, and leaves everything else as it was."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from simulator.inject import InjectionError, Injector, codes
from simulator.simulate import Plan, Request, simulate

PLAN = Plan(people=60, months=12, seed=1, ends_on=date(2026, 6, 30))
TAXONOMY = {"MD": 7, "CO": 6, "HR": 4, "RS": 1, "TM": 8, "EX": 1, "BL": 7, "RV": 3, "CS": 2}
TAXONOMY |= {"FX": 1, "PD": 4, "PL": 1}
# In this firm no project that is over for three weeks is still open in both systems.
CANNOT_STRIKE = {"MD-05"}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("clean") / "firm"
    simulate(Request(PLAN, daily_days=2), out)
    return out


@pytest.fixture(scope="module")
def struck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("struck") / "firm"
    simulate(Request(PLAN, breaks=Decimal("0.002"), daily_days=2), out)
    return out


def breaks(out: Path, columns: str, where: str = "true") -> list[tuple[object, ...]]:
    path = out / "truth/breaks.parquet"
    return duckdb.execute(f"select {columns} from '{path}' where {where} order by all").fetchall()


def extract(out: Path, instance: str, entity: str) -> str:
    files = out / instance / entity / "*.csv"
    return f"read_csv('{files}', all_varchar = true, union_by_name = true, header = true)"


def test_every_code_of_the_taxonomy_can_be_injected() -> None:
    assert set(codes()) == {
        f"{k}-{n:02}" for k, count in TAXONOMY.items() for n in range(1, count + 1)
    }
    assert len(codes()) == 45


def test_every_code_strikes_a_firm_at_least_once(struck: Path) -> None:
    found = {code for (code,) in breaks(struck, "distinct code", "cause_no is null")}
    assert found == set(codes()) - {"PD-02", "PD-03"} - CANNOT_STRIKE


def test_every_break_names_its_records_and_the_day_it_arises(struck: Path) -> None:
    nameless = "left_record_id is null or (right_kind is not null and right_record_id is null)"
    assert breaks(struck, "code", nameless) == []
    assert breaks(struck, "code", "arises_on not between '2025-07-01' and '2026-07-31'") == []


def test_what_a_break_causes_names_its_cause(struck: Path) -> None:
    caused = breaks(struck, "distinct code", "cause_no is not null")
    assert caused == [("BL-01",), ("BL-06",), ("CO-01",), ("RV-02",)]
    path = struck / "truth/breaks.parquet"
    orphans = duckdb.execute(
        f"select count(*) from '{path}' where cause_no not in (select break_no from '{path}')"
    ).fetchall()
    assert orphans == [(0,)]


def test_no_record_is_struck_by_two_breaks_of_its_own(struck: Path) -> None:
    path = struck / "truth/breaks.parquet"
    twice = duckdb.execute(
        f"select left_kind, left_record_id from '{path}' where cause_no is null "
        "group by all having count(*) > 1"
    ).fetchall()
    assert twice == []


def test_approved_time_that_never_arrived_is_in_no_posting(clean: Path, struck: Path) -> None:
    missing = [record for (record,) in breaks(struck, "left_record_id", "code = 'TM-01'")]
    posted = "select count(*) from {} where txt in (select unnest($1::varchar[]))"
    for out, postings in ((clean, len(missing)), (struck, 0)):
        table = extract(out, "erp", "projempltrans")
        found = duckdb.execute(posted.format(table), [missing]).fetchall()
        assert found == [(postings,)], out


def test_time_posted_twice_has_two_postings(struck: Path) -> None:
    twice = [record for (record,) in breaks(struck, "right_record_id", "code = 'TM-03'")]
    table = extract(struck, "erp", "projempltrans")
    counts = duckdb.execute(
        f"select distinct n from (select count(distinct transid) as n from {table} "
        "where txt in (select unnest($1::varchar[])) group by txt)",
        [twice],
    ).fetchall()
    assert counts == [(2,)]


def test_hours_left_off_an_invoice_are_on_none(struck: Path) -> None:
    unbilled = [
        record
        for (record,) in breaks(struck, "left_record_id", "code = 'BL-01' and cause_no is null")
    ]
    hours, lines = (
        extract(struck, "erp", "projempltrans"),
        extract(struck, "erp", "projinvoiceempl"),
    )
    billed = duckdb.execute(
        f"select count(*) from {hours} as h inner join {lines} as l using (dataareaid, transid) "
        "where h.txt in (select unnest($1::varchar[]))",
        [unbilled],
    ).fetchall()
    assert billed == [(0,)]


def test_the_ledger_balances_whatever_was_injected(struck: Path) -> None:
    table = extract(struck, "erp", "generaljournalaccountentry")
    unbalanced = duckdb.execute(
        f"select generaljournalentry from {table} group by all "
        "having sum(cast(accountingcurrencyamount as decimal(18, 2))) <> 0"
    ).fetchall()
    assert unbalanced == []


def test_a_record_is_told_once_in_a_delivery(struck: Path) -> None:
    keys = {"crm": ["account", "opportunity", "order_item"], "psa": ["project", "timecard_header"]}
    keys["psa"] += ["timecard_split", "expense", "milestone", "billing_event_item"]
    keys["erp"] = ["projempltrans", "projcosttrans", "projinvoicejour", "projinvoiceempl"]
    keys["erp"] += ["custtrans", "projtable", "generaljournalaccountentry"]
    for instance, entities in keys.items():
        for entity in entities:
            for path in (struck / instance / entity).glob("*.csv"):
                table = f"read_csv('{path}', all_varchar = true, header = true)"
                counts = duckdb.execute(f"select count(*), count(distinct Id) from {table}")
                rows, ids = counts.fetchone() or (0, 0)
                assert rows == ids, path


def test_only_the_codes_asked_for_are_injected(tmp_path: Path) -> None:
    plan = Plan(people=30, months=3, seed=2, ends_on=date(2026, 6, 30))
    simulate(Request(plan, breaks=Decimal("0.01"), only=("TM-04",)), tmp_path / "firm")
    assert breaks(tmp_path / "firm", "distinct code", "cause_no is null") == [("TM-04",)]


def test_a_crm_that_keeps_no_parents_has_no_hierarchy_to_disagree_with(tmp_path: Path) -> None:
    plan = Plan(people=30, months=6, seed=1, ends_on=date(2026, 6, 30))
    simulate(Request(plan, breaks=Decimal("0.01"), only=("MD-03",)), tmp_path / "firm")
    accounts = extract(tmp_path / "firm", "crm", "account")
    assert duckdb.execute(f"select count(ParentId) from {accounts}").fetchone() == (0,)
    assert breaks(tmp_path / "firm", "code") == []


def test_an_incomplete_file_lacks_a_row_that_its_manifest_counts(tmp_path: Path) -> None:
    plan = Plan(people=30, months=3, seed=2, ends_on=date(2026, 6, 30))
    simulate(Request(plan, breaks=Decimal("0.0001"), only=("PD-03",)), tmp_path / "firm")
    ((instance, name),) = breaks(
        tmp_path / "firm", "left_instance, left_record_id", "code = 'PD-03'"
    )
    path = tmp_path / "firm" / str(instance) / str(name)
    manifest = json.loads((path.parent / f"{path.stem}.manifest.json").read_text())
    table = f"read_csv('{path}', all_varchar = true, header = true)"
    assert duckdb.execute(f"select count(*) from {table}").fetchall() == [(manifest["rows"] - 1,)]


def test_a_stale_system_ends_before_the_others(tmp_path: Path) -> None:
    plan = Plan(people=30, months=3, seed=2, ends_on=date(2026, 6, 30))
    simulate(Request(plan, breaks=Decimal("0.0001"), only=("PD-02",)), tmp_path / "firm")
    ((stale, record, field),) = breaks(
        tmp_path / "firm", "left_instance, left_record_id, field", "code = 'PD-02'"
    )
    assert (record, field) == (None, "extracted_at")
    newest = {
        system: max(path.name for path in (tmp_path / "firm" / system).glob("*/*Z.*"))
        for system in ("crm", "psa", "hr", "erp")
    }
    assert newest[str(stale)] < max(newest.values())


def test_an_unknown_code_and_a_rate_out_of_range_are_refused() -> None:
    with pytest.raises(InjectionError, match="XX-99: no such break; choose from BL-01"):
        Injector(rate=Decimal("0.1"), only=("XX-99",))
    with pytest.raises(InjectionError, match="0 to 1, not 2"):
        Injector(rate=Decimal(2))
