"""What is certified is every KPI table of a legal entity's period, and says what it rests on."""

import csv
import re
from typing import Any

from tests.unit.dbt.conftest import PROJECT

Models = list[dict[str, Any]]
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
    assert certified() == found


def test_every_certified_kpi_says_what_records_it_rests_on() -> None:
    with (PROJECT / "seeds/close_causes.csv").open() as file:
        said = {row["table_name"] for row in csv.DictReader(file)}
    assert said == certified()
