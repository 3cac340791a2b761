"""The registry of break rules: which there are, and which of them a configuration may tune."""

import csv

from ingest.config import Firm
from ingest.errors import ConfigError
from serving.fingerprint import DBT_PROJECT

_REGISTRY = DBT_PROJECT / "seeds" / "break_rules.csv"


def rule_codes() -> tuple[str, ...]:
    """Return the code of every registered rule, in the registry's order."""
    with _REGISTRY.open(newline="", encoding="utf-8") as file:
        return tuple(row["rule_code"] for row in csv.DictReader(file))


def refuse_unknown_rules(firm: Firm) -> None:
    """Refuse a configuration that tunes a rule nobody knows: it would silently tune nothing.

    Raises:
        ConfigError: It does.
    """
    known = rule_codes()
    for rule in firm.rules:
        if rule.code not in known:
            raise ConfigError(
                f"{firm.path}: rules: there is no break rule {rule.code}.",
                way_out=f"choose from: {', '.join(known)}.",
            )
