"""The firm's configuration: with it, ``tieout run`` reads the extracts."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Source:
    """One instance of the simulated firm.

    Attributes:
        name: Of the instance and of its folder.
        vendor: Whose contracts describe its files.
        realm: Instances of one realm share record ids.
        entities: The contracts it delivers files for.
        encoding: Of its files where not as the contracts say.
    """

    name: str
    vendor: str
    realm: str
    entities: tuple[str, ...]
    encoding: str | None = None


def write_firm_file(
    out: Path,
    sources: list[Source],
    *,
    firm: str,
    end: date,
    time_zone: str,
    group_currency: str,
    locations: dict[str, str],
    years: tuple[int, ...],
) -> Path:
    """Write ``tieout.yaml`` beside the folders of the instances.

    Args:
        out: Folder that holds one folder per instance.
        sources: The instances; each plays the part it is named after.
        firm: Short name of the firm.
        end: Day at whose end figures are measured.
        time_zone: IANA name.
        group_currency: ISO 4217 code.
        locations: Name of a work location to its country or country and subdivision.
        years: Calendar years that holidays are made for.

    Returns:
        The file.
    """
    document = {
        "version": 1,
        "firm": firm,
        "time_zone": time_zone,
        "group_currency": group_currency,
        "valued_on": end,
        "instances": {
            **{source.name: _instance(source) for source in sources},
            "calendar": {
                "vendor": "holidays",
                "system": "hr",
                "locations": locations,
                "years": list(years),
                "entities": ["public_holiday"],
            },
        },
    }
    path = out / "tieout.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return path


def _instance(source: Source) -> dict[str, Any]:
    dialect = {"dialect": {"encoding": source.encoding}} if source.encoding else {}
    return {
        "vendor": source.vendor,
        "system": source.name,
        "realm": source.realm,
        "files": source.name,
        **dialect,
        "entities": list(source.entities),
    }
