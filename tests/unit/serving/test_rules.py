"""A configuration may tune the rules of the registry, and no others."""

from pathlib import Path

import pytest

from ingest.config import Firm, RuleSetting, load_firm
from ingest.errors import ConfigError
from serving.rules import refuse_unknown_rules, rule_codes

DEMO = load_firm(Path(__file__).parents[3] / "examples/tryton/tieout.yaml")


def tuned(code: str) -> Firm:
    return DEMO.model_copy(update={"rules": (RuleSetting(code=code),)})


def test_every_registered_rule_may_be_tuned() -> None:
    assert len(rule_codes()) == 45
    for code in rule_codes():
        refuse_unknown_rules(tuned(code))


def test_a_rule_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="there is no break rule TM-99") as caught:
        refuse_unknown_rules(tuned("TM-99"))
    assert "TM-04" in caught.value.way_out
