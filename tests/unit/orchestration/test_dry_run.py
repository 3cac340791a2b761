"""A setting to try is put over those in force, for all or for one legal entity."""

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.config import RuleSetting, load_firm
from ingest.errors import ConfigError
from orchestration.dry_run import with_setting

DEMO = load_firm(Path(__file__).parents[3] / "examples/tryton/tieout.yaml")


def test_a_setting_joins_those_of_its_rule_and_leaves_the_others() -> None:
    general = RuleSetting(code="TM-04", tolerance_seconds=60, is_enabled=True)
    own = RuleSetting(code="TM-04", legal_entity="erp:de", tolerance_seconds=5)
    firm = DEMO.model_copy(update={"rules": (general, own)})

    tried = with_setting(firm, "TM-04.tolerance_seconds=120", legal_entity=None)
    assert set(tried.rules) == {general.model_copy(update={"tolerance_seconds": 120}), own}

    tried = with_setting(firm, "CO-03.tolerance_ratio=0.005", legal_entity="erp:de")
    assert tried.rules[-1] == RuleSetting(
        code="CO-03", legal_entity="erp:de", tolerance_ratio=Decimal("0.005")
    )
    assert firm.rules == (general, own)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("TM-04", "sets nothing"),
        ("TM-04.tolerance=3", "sets nothing"),
        ("TM-04.code=TM-05", "sets nothing"),
        ("TM-04.tolerance_seconds=two", "valid integer"),
        ("TM-04.tolerance_seconds=-1", "greater than or equal to 0"),
        ("TM-99.tolerance_seconds=1", "there is no break rule TM-99"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_the_way_out(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        with_setting(DEMO, text, legal_entity=None)
    assert caught.value.way_out
