"""What is certified is every KPI table of a legal entity's period, and says what it rests on."""

import csv
import re
from typing import Any

from tests.unit.dbt.conftest import PROJECT

Models = list[dict[str, Any]]
# Kept as they were said: what they tell of a period goes on by design.
GO_ON = {
    "kpi_leakage": "what is still to be billed is billed later",
    "kpi_margin_bridge": "its bars are breaks, which are mended later",
    "kpi_realization": "work of the period is billed and paid later",
    "kpi_sync_health": "records arrive and breaks are mended later",
}
# Rows of the legal entity itself are among its members.
ROLLED_UP = {"dimension", "member", "period"}


def certified() -> set[str]:
    """Return the KPI tables that certificates are held against."""
    text = (PROJECT / "macros/closes.sql").read_text()
    (listed,) = re.findall(r"macro certified_kpis\(\) -%\}(.*?)endmacro", text, flags=re.DOTALL)
    return set(re.findall(r"'(kpi_\w+)'", listed))


def test_every_kpi_of_a_legal_entitys_period_is_certified(models: Models) -> None:
    found = {
        model["name"]
        for model in models
        if model["name"].startswith("kpi_")
        and (
            {"legal_entity_id", "period"} <= set(model["columns"])
            or set(model["columns"]) >= ROLLED_UP
        )
    }
    assert certified() | set(GO_ON) == found
    assert not certified() & set(GO_ON)


def test_every_certified_kpi_says_what_records_it_rests_on() -> None:
    with (PROJECT / "seeds/close_causes.csv").open() as file:
        said = {row["table_name"] for row in csv.DictReader(file)}
    assert said == certified()
