"""The break rule registry as the audit needs it: who owns what, and how grave it is.

The rules themselves are dbt models; what they found stands in ``marts.break_current``.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

REGISTRY_TABLE = "seeds.break_rules"
SEVERITIES = ("S1", "S2", "S3", "S4")

_REGISTRY = f"""
    select rule_code, rule_name, meaning, base_severity, owner, cast(is_enabled as boolean)
    from {REGISTRY_TABLE}
    order by rule_code
"""


class RuleRegistryError(RuntimeError):
    """The warehouse holds no readable rule registry."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One break rule as registered; ``severity`` is ``S1`` (worst) to ``S4``."""

    rule_code: str
    rule_name: str
    meaning: str
    severity: str
    owner: str
    is_enabled: bool


def rules_of(warehouse: Path) -> list[Rule]:
    """Read the rule registry of a built warehouse, in the order of its codes.

    Args:
        warehouse: DuckDB file; opened for reading and closed again.

    Returns:
        Every registered rule, switched off or not: zero or more.

    Raises:
        RuleRegistryError: The file or its table ``seeds.break_rules`` cannot be read, or a rule
            has a severity that does not exist.
    """
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            rules = [Rule(*row) for row in connection.execute(_REGISTRY).fetchall()]
    except duckdb.Error as error:
        found = str(error).partition("\n")[0]
        raise RuleRegistryError(
            f"{warehouse}: {REGISTRY_TABLE} cannot be read ({found}); build the warehouse first"
        ) from error
    for rule in rules:
        if rule.severity not in SEVERITIES:
            raise RuleRegistryError(
                f"{REGISTRY_TABLE}: {rule.rule_code} has severity {rule.severity!r};"
                f" it must be one of {', '.join(SEVERITIES)}"
            )
    return rules
