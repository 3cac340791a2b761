"""The firm's configuration: which source systems there are and the policies of the firm.

One YAML file; a key nobody knows is an error, so that a typing mistake never silently keeps a
default. Secrets stay in the environment (``${NAME}`` in a URL) and are filled in only when a source
is opened. Business rules are not here: they live in ``dbt_project/``.
"""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, PrivateAttr, ValidationError, field_validator

from ingest.contracts import entities_of
from ingest.errors import ConfigError
from ingest.instances import HOLIDAYS, Instance, Name, Strict
from ingest.yaml_files import YamlFileError, read_yaml_mapping

__all__ = ["HOLIDAYS", "Firm", "Instance", "Policy", "RuleSetting", "load_firm"]

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Policy(Strict):
    """One choice of the firm that the models read.

    Attributes:
        code: Name of the choice.
        value: Its value, always as text.
        legal_entity: The one legal entity it holds for; None for all of them.
    """

    code: Name
    value: str
    legal_entity: str | None = None


class RuleSetting(Strict):
    """How a break rule goes for the firm where not as the registry says; what is None stays so.

    Attributes:
        code: Code of the rule, such as TM-04.
        legal_entity: The one legal entity it holds for; None for all of them.
        tolerance_amount: Difference in money that is tolerated, in the record's currency.
        tolerance_ratio: Difference that is tolerated as a share of the amount.
        tolerance_days: Difference in dates that is tolerated, in calendar days.
        tolerance_seconds: Difference in time that is tolerated, in seconds.
        window_business_days: Business days a record may wait for its counterpart.
        is_enabled: Whether the rule is looked for.
    """

    code: Annotated[str, Field(pattern=r"^[A-Z]{2}-\d{2}$")]
    legal_entity: str | None = None
    tolerance_amount: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=4)] | None = None
    tolerance_ratio: Annotated[Decimal, Field(ge=0, max_digits=28, decimal_places=12)] | None = None
    tolerance_days: Annotated[int, Field(ge=0)] | None = None
    tolerance_seconds: Annotated[int, Field(ge=0)] | None = None
    window_business_days: Annotated[int, Field(ge=0)] | None = None
    is_enabled: bool | None = None


class Firm(Strict):
    """Everything a run needs to know about the firm.

    Attributes:
        version: Version of this file's format.
        firm: Short name of the firm.
        time_zone: IANA name; decides which day "today" is.
        group_currency: ISO 4217 code that all figures are also given in.
        valued_on: Date at whose end figures are measured; None for today.
        instances: Source systems by name.
        policies: Zero or more choices of the firm.
        rules: Zero or more settings of break rules, one per rule and legal entity.
    """

    version: Literal[1]
    firm: Name
    time_zone: str
    group_currency: Currency
    valued_on: date | None = None
    instances: Annotated[dict[Name, Instance], Field(min_length=1)]
    policies: tuple[Policy, ...] = ()
    rules: tuple[RuleSetting, ...] = ()
    _path: Path = PrivateAttr(default=Path("tieout.yaml"))

    @field_validator("time_zone")
    @classmethod
    def _is_a_time_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} is not an IANA time zone such as Europe/Berlin") from error
        return name

    @field_validator("rules")
    @classmethod
    def _are_set_once(cls, rules: tuple[RuleSetting, ...]) -> tuple[RuleSetting, ...]:
        keys = [(rule.code, rule.legal_entity) for rule in rules]
        for code, entity in keys:
            if keys.count((code, entity)) > 1:
                raise ValueError(f"{code} is set twice for {entity or 'all legal entities'}")
        return rules

    @field_validator("instances")
    @classmethod
    def _name_their_realms(cls, instances: dict[str, Instance]) -> dict[str, Instance]:
        return {
            name: instance.model_copy(update={"realm": instance.realm or name})
            for name, instance in instances.items()
        }

    @property
    def vendors(self) -> frozenset[str]:
        """The vendors of its instances."""
        return frozenset(instance.vendor for instance in self.instances.values())

    @property
    def path(self) -> Path:
        """Absolute path of the configuration file."""
        return self._path

    def valued_on_date(self, now: datetime) -> date:
        """Return the date figures are measured at, today in the firm's time zone by default.

        Args:
            now: An instant with a time zone.
        """
        return self.valued_on or now.astimezone(ZoneInfo(self.time_zone)).date()


def load_firm(path: Path) -> Firm:
    """Read a firm's configuration.

    Args:
        path: A YAML file, format version 1.

    Returns:
        The validated configuration, URLs not yet filled in.

    Raises:
        ConfigError: The file is absent, is not YAML, has an unknown key or a value that does not
            fit, or names an entity that no contract describes.
    """
    path = path.resolve()
    try:
        firm = Firm.model_validate(read_yaml_mapping(path))
    except YamlFileError as error:
        raise ConfigError(f"{path}: {error}", way_out="mend the file or name another.") from error
    except ValidationError as error:
        raise ConfigError(_problems(path, error), way_out="mend these keys.") from None
    firm._path = path
    for name, instance in firm.instances.items():
        _refuse_unknown_entities(path, name, instance)
    return firm


def _refuse_unknown_entities(path: Path, name: str, instance: Instance) -> None:
    known = entities_of(instance.vendor)
    for entity in instance.entities:
        if entity not in known:
            raise ConfigError(
                f"{path}: instances.{name}.entities: {instance.vendor}/{entity} has no contract.",
                way_out=f"write ingest/contracts/{instance.vendor}/{entity}.yaml, or choose from: "
                f"{', '.join(known) or 'nothing, the vendor has none'}.",
            )


def _problems(path: Path, error: ValidationError) -> str:
    """Name file, key and reason of each problem; never the value, it may be a secret."""
    found = []
    for problem in error.errors(include_input=False, include_url=False):
        key = ".".join(str(part) for part in problem["loc"] if part != "[key]")
        reason = "unknown key" if problem["type"] == "extra_forbidden" else problem["msg"]
        found.append(f"{key}: {reason}")
    return f"{path}: {'; '.join(found)}."
