"""The canonical model holds what every break rule and every KPI reads, and nothing else."""

import csv
from collections import defaultdict
from functools import cache

import yaml

from tests.unit.dbt.conftest import PROJECT

CANONICAL = PROJECT / "models/canonical"
RULES = {"MD": 7, "CO": 6, "HR": 4, "RS": 1, "TM": 8, "EX": 1, "BL": 7, "RV": 3, "CS": 2, "FX": 1}
RULES |= {"PD": 4, "PL": 1}
SUBJECTS = range(11)
# Ways to the canonical tables, read by them alone.
INNER = {"resource_record", "xref_legal_entity", "xref_contract_line"}


@cache
def columns() -> dict[str, set[str]]:
    """Return the canonical tables with their columns, as their yml declares them."""
    return {
        model["name"]: {column["name"] for column in model["columns"]}
        for path in CANONICAL.glob("_canonical__*.yml")
        for model in yaml.safe_load(path.read_text()).get("models") or ()
    }


@cache
def reads() -> tuple[dict[str, str], ...]:
    """Return who reads which column."""
    with (PROJECT / "seeds/canonical_reads.csv").open() as file:
        return tuple(csv.DictReader(file))


def test_every_column_that_is_read_is_there() -> None:
    missing = [
        row for row in reads() if row["column_name"] not in columns().get(row["entity"], set())
    ]
    assert missing == []


def test_every_rule_says_what_it_reads() -> None:
    readers: dict[str, set[str]] = defaultdict(set)
    for row in reads():
        if row["reader_kind"] == "rule":
            readers[row["reader"]].add(row["entity"])
    codes = {f"{group}-{n:02}" for group, count in RULES.items() for n in range(1, count + 1)}
    assert len(codes) == 45
    assert set(readers) == codes


def test_every_subject_of_the_kpis_says_what_it_reads() -> None:
    numbers = {int(row["reader"].split()[0]) for row in reads() if row["reader_kind"] == "kpi"}
    assert numbers == set(SUBJECTS)


def test_every_canonical_table_is_read_by_somebody() -> None:
    assert set(columns()) - {row["entity"] for row in reads()} == INNER


def test_every_registered_rule_is_among_them() -> None:
    with (PROJECT / "seeds/break_rules.csv").open() as file:
        registered = {row["rule_code"] for row in csv.DictReader(file)}
    assert registered <= {row["reader"] for row in reads()}
