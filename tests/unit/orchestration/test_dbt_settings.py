"""What dbt is told: by its options what models there are, by its environment what the run is."""

import json
from pathlib import Path

from ingest.home import Home
from orchestration.manifest import dbt_options, dbt_settings

MONDAY = {"vendors": ["tryton"], "valued_on": "2026-06-29", "version": 7, "rules": []}
TUESDAY = MONDAY | {"valued_on": "2026-06-30", "version": 8}


def test_two_runs_of_a_firm_give_dbt_the_same_options_so_that_it_parses_once() -> None:
    assert dbt_options(MONDAY) == dbt_options(TUESDAY) == ["--vars", '{"vendors": ["tryton"]}']


def test_a_firm_with_other_vendors_is_parsed_anew() -> None:
    assert dbt_options(MONDAY) != dbt_options(MONDAY | {"vendors": ["certinia", "workday"]})


def test_other_shapes_are_parsed_anew_too() -> None:
    fewer = MONDAY | {"shapes": {"tryton": ["client"]}}
    assert json.loads(dbt_options(fewer)[1]) == {
        "vendors": ["tryton"],
        "shapes": {"tryton": ["client"]},
    }


def test_all_else_of_a_run_goes_by_the_environment(tmp_path: Path) -> None:
    home = Home(tmp_path)
    said = json.loads(dbt_settings(home, TUESDAY)["TIEOUT_RUN"])
    assert said == {"valued_on": "2026-06-30", "version": 8, "rules": []}
    assert dbt_settings(home, TUESDAY)["TIEOUT_WAREHOUSE"] == str(home.warehouse)
