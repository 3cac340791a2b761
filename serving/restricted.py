"""Which figures of the warehouse tell what a person is paid, and what is shown in their place.

Source columns are restricted by their contract; this is about what the models make of them.
"""

MASK = "(restricted)"

# What an hour of one person costs, and what one entry did.  Sums over a project are no secret.
PAY_COLUMNS = frozenset(
    {
        "cost_hourly_amount",
        "cost_amount",
        "payroll_cost_amount",
        "payroll_cost_amount_functional",
    }
)

_SUSPECT_ENDINGS = tuple(
    f"{amount}{currency}"
    for amount in ("hourly_amount", "cost_amount")
    for currency in ("", "_functional", "_group")
)


def is_pay(column: str) -> bool:
    """Tell whether a column of a marts table holds what one person costs."""
    return column in PAY_COLUMNS


def may_be_pay(column: str) -> bool:
    """Tell whether a column of any query could: rates and costs, whatever stands before them."""
    return column.lower().endswith(_SUSPECT_ENDINGS)
