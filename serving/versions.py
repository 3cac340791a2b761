"""Which versions exist and which one readers are on: ``current.json`` and file names.

The pointer is the commit of a publish: a version file or a break event file counts only
when its number is in the pointer's ``versions``.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from serving.durable import write_text
from serving.errors import NothingPublishedError, PublishedFormatError

FORMAT_VERSION = 1
POINTER_NAME = "current.json"
LINK_NAME = "current.duckdb"
_WAY_OUT = "move it aside and run `tieout run` to publish anew."
_VERSION_NAME = re.compile(r"^v(\d{6,})\.(?:duckdb|parquet)$")


@dataclass(frozen=True, slots=True)
class Pointer:
    """The version readers are on.

    Attributes:
        version: Number of the current version.
        file: Name of its file, in the pointer's folder.
        published_at: UTC instant, ISO 8601.
        known_at: UTC instant up to which landed rows were seen, ISO 8601.
        valued_on: Day at whose end balances and ages were measured, ISO 8601.
        fingerprint: Digest of everything the version was built from.
        versions: Every version ever published, ascending; their break events count.
        format_version: Layout of the pointer and of the published file.
    """

    version: int
    file: str
    published_at: str
    known_at: str
    valued_on: str
    fingerprint: str
    versions: tuple[int, ...]
    format_version: int = FORMAT_VERSION


def version_name(version: int) -> str:
    """Return the printed form of a version, ``v000012``."""
    return f"v{version:06d}"


def version_of(path: Path) -> int | None:
    """Return the version in a file's name, or None for any other file."""
    match = _VERSION_NAME.match(path.name)
    return int(match.group(1)) if match else None


def read_pointer(folder: Path) -> Pointer | None:
    """Return the pointer of an audience's folder, or None before the first publish.

    Raises:
        PublishedFormatError: The pointer is not one this version of Tieout wrote.
    """
    path = folder / POINTER_NAME
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise PublishedFormatError(
            f"{path} cannot be read as JSON: {error}", way_out=_WAY_OUT
        ) from error
    if not isinstance(fields, dict) or fields.get("format_version") != FORMAT_VERSION:
        found = fields.get("format_version") if isinstance(fields, dict) else fields
        raise PublishedFormatError(
            f"{path} has format_version {found!r}; this version of Tieout reads {FORMAT_VERSION}.",
            way_out="move the folder aside and run `tieout run` to publish anew.",
        )
    try:
        return Pointer(**{**fields, "versions": tuple(fields["versions"])})
    except (KeyError, TypeError) as error:
        raise PublishedFormatError(
            f"{path} lacks or adds a field: {error}", way_out=_WAY_OUT
        ) from error


def write_pointer(folder: Path, pointer: Pointer) -> None:
    """Replace the pointer atomically: from here on the version is what readers read."""
    text = json.dumps(asdict(pointer), indent=2, sort_keys=True) + "\n"
    write_text(folder / POINTER_NAME, text)


def current_file(folder: Path) -> Path:
    """Return the published file readers are on.

    Raises:
        NothingPublishedError: No version was published yet.
        PublishedFormatError: The pointer is unreadable or names a file that has gone.
    """
    pointer = read_pointer(folder)
    if pointer is None:
        raise NothingPublishedError(
            f"nothing is published in {folder} yet.", way_out="run `tieout run` first."
        )
    path = folder / pointer.file
    if not path.exists():
        raise PublishedFormatError(
            f"{folder / POINTER_NAME} names {pointer.file}, which is not there.",
            way_out="run `tieout run --force` to publish a new version.",
        )
    return path


def readers_of(folder: Path) -> str:
    """Say which version readers stay on when none is published over it.  Never raises."""
    try:
        pointer = read_pointer(folder)
    except PublishedFormatError as error:
        return f"which version readers are on cannot be told: {error.what}"
    if pointer is None:
        return "nothing is published yet"
    return f"readers stay on {version_name(pointer.version)}"


def versions_in(paths: Iterable[Path]) -> set[int]:
    """Return the version numbers found in file names; other files are passed over."""
    return {version for path in paths if (version := version_of(path)) is not None}


def next_version(published: Path, events: Path) -> int:
    """Return the number of the next version: one more than any number ever used.

    Args:
        published: Folder of the audience's version files and pointer.
        events: Folder of the landed break events, one file per version.
    """
    pointer = read_pointer(published)
    used = {0, *(pointer.versions if pointer else ())}
    for folder in (published, events):
        if folder.is_dir():
            used |= versions_in(folder.iterdir())
    return 1 + max(used)
