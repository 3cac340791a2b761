"""Breaks that a firm mends: its books disagree until the day truth names, and agree from then."""

import functools
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from simulator.books import Plan, build_books
from simulator.inject import InjectionError, Injector
from simulator.simulate import Request, simulate
from tests.integration.simulator.firm import rules

PLAN = Plan(people=90, months=12, seed=5, ends_on=date(2026, 6, 30))
RATE = Decimal("0.004")
DAILY_DAYS = 14
MENDED = tuple(
    "BL-01 BL-02 BL-04 CO-01 EX-01 HR-01 MD-05 MD-07 TM-01 TM-03 TM-08".split()  # noqa: SIM905
)
# A rule of the firm (rules.sql), and the codes whose open breaks break it once each.
BROKEN_BY = {
    "every approved day of time is posted once, with its seconds, cost and value": (
        "TM-01",
        "TM-03",
    ),
    "a week that ended ten days ago is complete: logged time is at least what pattern, holidays "
    "and absences leave": ("TM-08",),
    "every employee who works for clients is a resource with the same role, company and code; "
    "every internal resource is a worker": ("HR-01",),
    "a won deal has a contract, a project per line within five business days, and the ERP "
    "follows": ("CO-01",),
    "an invoice is its lines and their tax, in every currency; its proposal, tax and PSA event "
    "say the same": ("BL-04",),
    "the PSA's billing items add up to their event": ("BL-04",),
    "expenses: posted once with their amounts, billed when billable": ("EX-01",),
}
# These are about being in time, so a record that came late breaks them too.
ABOUT_TIME = {
    "approved billable time by the hour is billed by the run after it was posted, once, at its "
    "value",
    "accepted milestones are on an invoice within five business days, not before",
}


@functools.cache
def struck_books(corrected: str) -> duckdb.DuckDBPyConnection:
    """Return books with the breaks a firm can mend, a share of them mended."""
    connection = duckdb.connect()
    injector = Injector(rate=RATE, only=MENDED, corrected=Decimal(corrected))
    build_books(connection, PLAN, after_step=injector)
    return connection


def open_breaks(books: duckdb.DuckDBPyConnection) -> dict[str, int]:
    found = books.execute(
        "select code, count(*) from truth.break "
        "where cause_no is null and corrected_on is null group by 1"
    ).fetchall()
    return dict(found)


@pytest.mark.parametrize("corrected", ["0", "1"])
def test_the_rules_of_the_firm_are_broken_by_what_is_open_and_by_nothing_else(
    corrected: str,
) -> None:
    books = struck_books(corrected)
    still_open = open_breaks(books)
    broken = {
        name: len(found)
        for name, rule in rules().items()
        if name not in ABOUT_TIME and (found := books.execute(rule).fetchall())
    }
    expected = {
        name: sum(still_open.get(code, 0) for code in codes) for name, codes in BROKEN_BY.items()
    }
    assert broken == {name: count for name, count in expected.items() if count}
    if corrected == "0":
        assert set(still_open) == set(MENDED)
        assert set(broken) == set(BROKEN_BY)


def test_of_breaks_that_a_firm_can_mend_the_share_is_mended() -> None:
    statement = (
        "select code, count(corrected_on) from truth.break where cause_no is null group by 1"
    )
    mended = [
        dict(struck_books(share).execute(statement).fetchall()) for share in ("0", "0.5", "1")
    ]
    assert set(mended[0].values()) == {0}
    assert {code for code, count in mended[1].items() if count} >= set(MENDED) - {"TM-08"}
    assert 0.4 < sum(mended[1].values()) / sum(mended[2].values()) < 0.6


def test_what_a_firm_cannot_mend_by_a_later_record_is_never_mended() -> None:
    with duckdb.connect() as books:
        injector = Injector(rate=RATE, corrected=Decimal(1))
        build_books(books, PLAN, after_step=injector)
        mended = books.execute(
            "select distinct code from truth.break where corrected_on is not null order by 1"
        ).fetchall()
    assert mended
    assert {code for (code,) in mended} <= set(MENDED)


def test_a_sheet_that_came_late_completes_its_week() -> None:
    """Few sheets can come before their month is billed and closed, so that many are struck."""
    (complete,) = (rule for name, rule in rules().items() if name.startswith("a week that ended"))
    with duckdb.connect() as books:
        injector = Injector(rate=Decimal("0.5"), only=("TM-08",), corrected=Decimal(1))
        build_books(books, PLAN, after_step=injector)
        ((mended, still_open),) = books.execute(
            "select count(corrected_on), count(*) - count(corrected_on) from truth.break"
        ).fetchall()
        incomplete = books.execute(complete).fetchall()
    assert mended > 0
    assert len(incomplete) == still_open


def test_a_share_out_of_range_is_refused() -> None:
    with pytest.raises(InjectionError, match="share corrected must be 0 to 1, not 2"):
        Injector(rate=RATE, corrected=Decimal(2))


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A firm that mends half, delivered by the month and at last by the day."""
    out = tmp_path_factory.mktemp("mended") / "firm"
    request = Request(
        PLAN,
        breaks=RATE,
        only=MENDED,
        corrected=Decimal("0.5"),
        daily_days=DAILY_DAYS,
        monthly=True,
    )
    simulate(request, out)
    return out


def corrected_breaks(out: Path, code: str) -> str:
    """Return SQL of the mended breaks of a code: both records, and the day it was mended."""
    return (
        "(select left_record_id, right_record_id, corrected_on "
        f"from '{out / 'truth/breaks.parquet'}' "
        f"where code = '{code}' and corrected_on is not null)"
    )


def delivered(out: Path, entity: str) -> str:
    """Return SQL of every row delivered of an entity, with the name of its batch."""
    return (
        "(select *, parse_filename(filename, true) as batch from read_csv("
        f"'{out / entity}/*.csv', all_varchar = true, union_by_name = true, filename = true))"
    )


def test_no_break_is_mended_before_it_arises_or_after_the_end(mended: Path) -> None:
    path = mended / "truth/breaks.parquet"
    assert duckdb.execute(
        f"select count(*) from '{path}' where corrected_on not between arises_on + 1 and ?",
        [PLAN.ends_on],
    ).fetchall() == [(0,)]


def test_what_follows_from_a_break_follows_from_one_that_is_open(mended: Path) -> None:
    path = mended / "truth/breaks.parquet"
    assert duckdb.execute(
        f"select distinct caused.corrected_on, root.corrected_on from '{path}' as caused "
        f"inner join '{path}' as root on caused.cause_no = root.break_no"
    ).fetchall() == [(None, None)]


def batch_that_tells(day: date) -> str:
    """Return the name of the batch that tells of a day: its month's, or near the end its own."""
    last_before_days = PLAN.ends_on - timedelta(days=DAILY_DAYS)
    told_by = day
    if day <= last_before_days:
        month_end = (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        told_by = min(month_end, last_before_days)
    return f"{told_by + timedelta(days=1):%Y%m%d}T050000Z"


# Where the mended record is delivered, and what its row shows then.
SIGNS = {
    "TM-01": ("erp/projempltrans", "txt = left_record_id"),
    "TM-03": (
        "erp/projempltrans",
        "lower(dataareaid) || '/' || adjreftransid = left_record_id and starts_with(qty, '-')",
    ),
    "EX-01": ("erp/projcosttrans", "txt = left_record_id"),
    "BL-02": ("erp/projinvoiceonacc", "lower(dataareaid) || '/' || transid = right_record_id"),
    "HR-01": (
        "psa/resource",
        "Id = left_record_id and not starts_with(pse__ERP_Worker_Correlation_Id__c, '9')",
    ),
    "CO-01": ("crm/opportunity", "Id = left_record_id and StageName = 'Closed Lost'"),
    "MD-07": (
        "erp/dimensionmap",
        "recid = left_record_id and isactive = '1' and SinkModifiedOn > '2026-06-02'",
    ),
    "MD-05": (
        "erp/projtable",
        "lower(dataareaid) || '/' || projid = right_record_id and status = '3' "
        "and SinkModifiedOn > '2026-06-12'",
    ),
}


@pytest.mark.parametrize("code", SIGNS)
def test_the_mended_record_comes_with_the_delivery_of_its_day(mended: Path, code: str) -> None:
    entity, sign = SIGNS[code]
    found = duckdb.execute(
        f"select left_record_id, corrected_on, min(batch) from {corrected_breaks(mended, code)} "
        f"left join {delivered(mended, entity)} on {sign} group by all"
    ).fetchall()
    assert found
    assert [row for row in found if row[2] != batch_that_tells(row[1])] == []


def test_an_hour_billed_late_stands_on_an_invoice_of_that_day(mended: Path) -> None:
    found = duckdb.execute(
        "select left_record_id, corrected_on, min(cast(line.invoicedate as date)), "
        f"max(cast(line.invoicedate as date)) from {corrected_breaks(mended, 'BL-01')} "
        f"left join {delivered(mended, 'erp/projempltrans')} as hour on hour.txt = left_record_id "
        f"left join {delivered(mended, 'erp/projinvoiceempl')} as line "
        "on hour.dataareaid = line.dataareaid and hour.transid = line.transid group by all"
    ).fetchall()
    assert found
    assert [row for row in found if row[2:] != (row[1], row[1])] == []
