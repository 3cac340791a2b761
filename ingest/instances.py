"""One source system of a firm, as its configuration describes it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from ingest.contracts.dialect import wrong_settings
from ingest.urls import redacted, redacted_place

HOLIDAYS = "holidays"

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Strict(BaseModel):
    """Base of every part of the configuration: frozen, and a key nobody knows is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Instance(Strict):
    """One source system: a database by URL, a place where files are dropped, or the calendar.

    Attributes:
        vendor: Whose contracts describe it.
        system: The part it plays for the firm.
        realm: Instances of one realm share native record ids; empty until the firm fills in the
            instance's own name.
        entities: The tables to read, by contract name.
        url: SQLAlchemy URL, ``${NAME}`` not yet filled in. Databases only.
        files: Folder or fsspec URL under which files are found, ``${NAME}`` not yet filled in.
            ``landing://`` for files that are put straight into the landing zone. Files only.
        settle_seconds: How long a file must not have changed before it is taken in. Files only.
        dialect: How its files are written where that is not as the contracts say: settings of
            ``files`` in a contract, by the same names. Files only.
        locations: Work location to country (``US``) or country and subdivision (``US-NY``).
            Calendars only.
        years: Calendar years to make holidays for. Calendars only.
    """

    vendor: Name
    system: Literal["crm", "psa", "hr", "erp"]
    realm: Name | Literal[""] = ""
    entities: Annotated[tuple[Name, ...], Field(min_length=1)]
    url: SecretStr | None = None
    files: SecretStr | None = None
    settle_seconds: Annotated[int, Field(ge=0, le=3600)] = 2
    dialect: dict[str, Any] = {}
    locations: dict[Name, Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]+)?$")]] = {}
    years: tuple[Annotated[int, Field(ge=1900, le=2200)], ...] = ()

    @model_validator(mode="after")
    def _has_the_keys_of_its_kind(self) -> "Instance":
        is_calendar = self.vendor == HOLIDAYS
        if is_calendar and (self.url or self.files or not self.locations or not self.years):
            raise ValueError("a calendar takes `locations` and `years`, and no `url`")
        if self.files and (self.url or self.locations or self.years):
            raise ValueError("a place of files takes `files`, and no `url`, `locations` or `years`")
        if not is_calendar and not self.files and (not self.url or self.locations or self.years):
            raise ValueError("a database takes a `url`, and neither `locations` nor `years`")
        return self

    @model_validator(mode="after")
    def _has_a_dialect_of_files(self) -> "Instance":
        if self.dialect and not self.files:
            raise ValueError("only a place of files takes a `dialect`")
        if wrong := wrong_settings(self.dialect):
            raise ValueError(f"dialect: {'; '.join(wrong)}")
        return self

    @field_validator("entities")
    @classmethod
    def _are_listed_once(cls, entities: tuple[str, ...]) -> tuple[str, ...]:
        for entity in entities:
            if entities.count(entity) > 1:
                raise ValueError(f"{entity} is listed twice")
        return entities

    @property
    def source(self) -> str:
        """What is read, safe to print and to store: no password, no query, no filled-in secret."""
        if self.files is not None:
            return redacted_place(self.files.get_secret_value())
        if self.url is None:
            places = ", ".join(f"{name}={code}" for name, code in sorted(self.locations.items()))
            return f"holidays: {places}; {min(self.years)} to {max(self.years)}"
        return redacted(self.url.get_secret_value())
