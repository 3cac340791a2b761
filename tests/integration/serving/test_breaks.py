"""The list of breaks: every filter, every order, exposure counted once."""

from decimal import Decimal
from pathlib import Path

import pytest

from serving.breaks import BreakFilter, BreakOrder, list_breaks
from tests.integration.serving.small_version import home_at, publish_version


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_version(home_at(tmp_path_factory.mktemp("breaks"))).file


def ids(published: Path, where: BreakFilter, order: BreakOrder = BreakOrder.MONEY) -> list[str]:
    return [
        record["break_id"] for record in list_breaks(published, where=where, order=order).records()
    ]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (BreakFilter(), ["b2", "b1", "b4", "b3"]),
        (BreakFilter(rule="bl_01"), ["b1", "b4"]),
        (BreakFilter(owner="hr"), ["b3"]),
        (BreakFilter(severity="s1"), ["b2"]),
        (BreakFilter(project="psa:36"), ["b1", "b3"]),
        (BreakFilter(project="37"), ["b2", "b4"]),
        (BreakFilter(min_amount=Decimal("150")), ["b2", "b1"]),
        (BreakFilter(rule="BL-01", min_amount=Decimal("150.0001")), []),
    ],
)
def test_a_filter_keeps_what_matches(published: Path, where: BreakFilter, found: list[str]) -> None:
    assert ids(published, where) == found


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (BreakOrder.MONEY, ["b2", "b1", "b4", "b3"]),
        (BreakOrder.AGE, ["b2", "b1", "b4", "b3"]),
        (BreakOrder.SEVERITY, ["b2", "b3", "b1", "b4"]),
    ],
)
def test_an_order_puts_the_gravest_first_and_the_unpriced_last(
    published: Path, order: BreakOrder, found: list[str]
) -> None:
    assert ids(published, BreakFilter(), order) == found


def test_a_limit_cuts_the_list_and_not_the_totals(published: Path) -> None:
    found = list_breaks(published, where=BreakFilter(), limit=1)

    assert len(found.rows) == 1
    assert found.total == 4


def test_exposure_is_that_of_roots_and_over_and_under_are_never_netted(published: Path) -> None:
    found = list_breaks(published, where=BreakFilter())

    assert found.money == {"over": Decimal("990.0000"), "under": Decimal("150.0000")}
