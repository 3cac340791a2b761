"""Which models a month end makes anew, and which month ends there are."""

from datetime import date
from typing import Any

from orchestration.checkpoints import month_ends
from orchestration.scratch import timed_models


def node(*reads: str, macros: tuple[str, ...] = (), code: str = "") -> dict[str, Any]:
    return {
        "depends_on": {
            "nodes": [f"model.tieout.{name}" for name in reads],
            "macros": [f"macro.tieout.{name}" for name in macros],
        },
        "raw_code": code,
    }


def manifest() -> dict[str, Any]:
    nodes = {
        "source_like": node("seed"),
        "windowed": node("source_like", macros=("window",)),
        "valued": node("source_like", macros=("valued_on",)),
        "after_valued": node("valued", "source_like"),
        "versioned": node("source_like", code="select '{{ tieout.run_value(\"version\") }}'"),
        "untimed": node("source_like", macros=("money",)),
        "top": node("after_valued", "windowed", "versioned", "untimed"),
        "beside": node("valued"),
    }
    return {
        "nodes": {f"model.tieout.{name}": one | {"name": name} for name, one in nodes.items()}
        | {"model.tieout.seed": {"name": "seed", "depends_on": {"macros": []}, "raw_code": ""}},
        "macros": {
            "macro.tieout.valued_on": {"depends_on": {"macros": []}},
            "macro.tieout.known_at": {"depends_on": {"macros": []}},
            "macro.tieout.money": {"depends_on": {"macros": []}},
            "macro.tieout.window": {"depends_on": {"macros": ["macro.tieout.inner"]}},
            "macro.tieout.inner": {"depends_on": {"macros": ["macro.tieout.valued_on"]}},
        },
    }


def test_only_what_reads_a_clock_or_a_model_that_does_is_made_anew() -> None:
    assert timed_models(manifest(), "top") == [
        "after_valued",
        "top",
        "valued",
        "versioned",
        "windowed",
    ]
    assert timed_models(manifest(), "untimed") == []


def test_month_ends_begin_with_the_first_month_and_stop_before_the_run() -> None:
    assert month_ends(date(2026, 1, 1), date(2026, 3, 31)) == [date(2026, 1, 31), date(2026, 2, 28)]
    assert month_ends(date(2023, 12, 31), date(2024, 3, 1)) == [
        date(2023, 12, 31),
        date(2024, 1, 31),
        date(2024, 2, 29),
    ]
    assert month_ends(date(2026, 3, 5), date(2026, 3, 31)) == []
    assert month_ends(date(2026, 3, 31), date(2026, 3, 31)) == []
