"""What a changed setting of a break rule would open, close and move, before it is in force."""

from datetime import UTC, date, datetime

from pydantic import ValidationError

from ingest.config import Firm, RuleSetting
from ingest.errors import ConfigError
from ingest.home import Home
from orchestration.scratch import scratch_of
from serving.break_diff import BreakDiff, diff_of_builds
from serving.build_mark import require_complete
from serving.errors import NothingPublishedError
from serving.pipeline import KNOWN_AT_FORMAT, dbt_vars, make_run
from serving.publish import AUDIENCE
from serving.rules import refuse_unknown_rules
from serving.versions import current_file, read_pointer

_KEYS = {"code", "legal_entity"}
_WAY_OUT = "write it like TM-04.tolerance_seconds=120 or TM-08.is_enabled=false."


def with_setting(firm: Firm, text: str, *, legal_entity: str | None) -> Firm:
    """Return a configuration in which one setting of a rule is another.

    Args:
        firm: The configuration in force.
        text: ``<code>.<setting>=<value>``, the settings of `RuleSetting`.
        legal_entity: The one it is for; None for all.

    Raises:
        ConfigError: There is no such rule or setting, or the value does not fit.
    """
    name, equals, value = text.partition("=")
    code, dot, setting = name.strip().partition(".")
    if not (equals and dot) or setting not in RuleSetting.model_fields.keys() - _KEYS:
        raise ConfigError(f"{text!r} sets nothing that a rule has.", way_out=_WAY_OUT)
    before = next(
        (rule for rule in firm.rules if (rule.code, rule.legal_entity) == (code, legal_entity)),
        None,
    )
    document = before.model_dump() if before else {"code": code, "legal_entity": legal_entity}
    try:
        changed = RuleSetting.model_validate(document | {setting: value.strip()})
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"]
        raise ConfigError(f"{text!r}: {reason}.", way_out=_WAY_OUT) from None
    others = tuple(rule for rule in firm.rules if rule is not before)
    tuned = firm.model_copy(update={"rules": (*others, changed)})
    refuse_unknown_rules(tuned)
    return tuned


def dry_run(firm: Firm, home: Home) -> BreakDiff:
    """Run the rules by a configuration in a copy of the warehouse; compare with what is published.

    The caller holds the writer lock. Nothing is published and nothing is kept.

    Args:
        firm: The configuration to try.
        home: Its warehouse holds the build of the published version.

    Raises:
        NothingPublishedError: There is nothing to compare with.
        BuildError: The warehouse holds another build, or the models could not be built.
    """
    folder = home.published(AUDIENCE)
    published, pointer = current_file(folder), read_pointer(folder)
    if pointer is None:
        raise NothingPublishedError(
            f"nothing is published in {folder} yet.", way_out="run `tieout run` first."
        )
    require_complete(home, version=pointer.version)
    run = make_run(
        firm,
        home,
        known_at=datetime.fromisoformat(pointer.known_at),
        valued_on=date.fromisoformat(pointer.valued_on),
    )
    known_at = datetime.fromisoformat(pointer.known_at).astimezone(UTC)
    variables = dbt_vars(run) | {"known_at": known_at.strftime(KNOWN_AT_FORMAT)}
    with scratch_of(home) as scratch:
        scratch.dbt("run", "-s", "break_rule_setting+,+break_detected", variables=variables)
        return diff_of_builds(published, scratch.home.warehouse)
