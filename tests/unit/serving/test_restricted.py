"""Which columns tell what a person costs."""

import pytest

from serving.restricted import is_pay, may_be_pay


@pytest.mark.parametrize(
    "column",
    [
        *("cost_hourly_amount", "cost_amount"),
        *("payroll_cost_amount", "payroll_cost_amount_functional"),
    ],
)
def test_what_one_person_costs_is_pay(column: str) -> None:
    assert is_pay(column)
    assert may_be_pay(column)


@pytest.mark.parametrize("column", ["labour_cost_amount", "payroll_labour_cost_amount"])
def test_labour_cost_of_a_project_is_no_secret_in_a_mart(column: str) -> None:
    assert not is_pay(column)
    assert may_be_pay(column)


@pytest.mark.parametrize("column", ["cost_amount_functional", "employer_cost_amount_group"])
def test_what_a_person_costs_is_pay_in_any_currency(column: str) -> None:
    assert may_be_pay(column)


@pytest.mark.parametrize("column", ["value_amount", "amount", "cost_source"])
def test_other_columns_are_shown(column: str) -> None:
    assert not is_pay(column)
    assert not may_be_pay(column)
