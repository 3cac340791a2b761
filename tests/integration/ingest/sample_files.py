"""Which sample file is which table: the one place to extend when a vendor gets contracts.

The samples are public extracts that lie beside the repository where they are at hand, in
``../shared/samples``. Each file of a vendor with contracts is a table of one of them, or it is
listed in ``unread`` with the reason.
"""

from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from ingest.contracts import entities_of
from ingest.contracts.headers import normalised

REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Samples:
    """The samples of one vendor.

    Attributes:
        folder: Its folder below the samples.
        prefix: What file names start with before the entity's name.
        suffix: What they end with after it, before the ending.
        entities: Glob below the folder to entity, where the file's name is another.
        unread: Glob below the folder to the reason why a file is no table with a contract.
        refused: Glob below the folder to the reason why a file is rightly refused whole.
    """

    folder: str
    prefix: str = ""
    suffix: str = ""
    entities: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def is_refused(self, path: Path) -> bool:
        """Return whether a file of the samples is expected to be refused whole."""
        return any(fnmatch(path.as_posix(), f"*/{glob}") for glob in self.refused)


VENDORS = {
    "tryton": Samples("tryton", unread={"README.md": "text"}),
    "holidays": Samples("", unread={"*": "computed, not extracted"}),
    "salesforce": Samples(
        "salesforce",
        prefix="sf_",
        suffix="_data",
        unread={
            "*/sf_*_history_data.csv": "history tables of a replication have no contract",
            "*/sf_contact_data.csv": "no model reads contacts",
            "*/sf_event_data.csv": "no model reads events",
            "*/sf_lead_data.csv": "no model reads leads",
            "*/sf_task_data.csv": "no model reads tasks",
            "*/sf_user_role_data.csv": "no model reads user roles",
        },
        refused={"*/sf_order_data.csv": "effective_date, a day, has a time of day in all of them"},
    ),
    "workday": Samples(
        "workday",
        prefix="workday_",
        suffix="_data",
        unread={
            "*/workday_*job_*": "no model reads job families and profiles",
            "*/workday_organization_role*": "no model reads roles of organisations",
            "*/workday_country_*": "no model reads personal information",
            "*/workday_personal_*": "no model reads personal information",
            "*/workday_military_*": "no model reads personal information",
            "*/workday_position_data.csv": "no model reads positions without their worker",
            "*/workday_position_organization_data.csv": "as positions",
        },
    ),
    "certinia": Samples("certinia", unread={"*": "lists of fields and picklists, not extracts"}),
    "tieout": Samples("", unread={"*": "decisions people take in Tieout, not extracts"}),
    "d365_finance": Samples("d365_fo", unread={"*": "a list of fields, not an extract"}),
}


def samples_root() -> Path | None:
    """Return the folder of the samples; None where they are not at hand."""
    for parent in REPOSITORY.parents:
        if (parent / "shared" / "samples").is_dir():
            return parent / "shared" / "samples"
    return None


def files_of(vendor: str, root: Path) -> tuple[dict[Path, str | None], list[str]]:
    """Return the sample files of a vendor with the entity of each, and what nobody has placed.

    Args:
        vendor: One of ``VENDORS``.
        root: The folder of the samples.

    Returns:
        File to entity (None for a database, which has all of them), and names of files that are
        neither a table with a contract nor listed as unread; zero or more.
    """
    samples = VENDORS[vendor]
    known = {normalised(entity): entity for entity in entities_of(vendor)}
    placed: dict[Path, str | None] = {}
    unplaced = []
    for path in sorted((root / samples.folder).rglob("*")) if samples.folder else []:
        name = path.relative_to(root / samples.folder).as_posix()
        if path.is_dir() or any(fnmatch(name, glob) for glob in samples.unread):
            continue
        stem = path.stem.removeprefix(samples.prefix).removesuffix(samples.suffix)
        named = [one for glob, one in samples.entities.items() if fnmatch(name, glob)]
        entity = named[0] if named else known.get(normalised(stem))
        if path.suffix == ".sqlite":
            placed[path] = None
        elif entity is None:
            unplaced.append(name)
        else:
            placed[path] = entity
    return placed, unplaced
