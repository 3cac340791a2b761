"""Places where files are dropped: a folder, or anything fsspec can list.

A place is only looked at and read from, never written to. Files that are not finished are told
apart by their names and by whether they still change; links and paths that lead out of the place
are never followed.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

from ingest.config import Firm
from ingest.contracts import Contract
from ingest.errors import ConfigError, ContractError, SourceUnavailableError
from ingest.manifests import MANIFEST_SUFFIX
from ingest.urls import filled_in, redacted_place

IN_LANDING = "landing://"
UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".crdownload", ".download")
_LOCAL = "file://"


@dataclass(frozen=True, slots=True)
class Found:
    """One file of a place, as it looked.

    Attributes:
        name: Path below the place, with forward slashes.
        size: Bytes.
        modified: What the place says about its last change; None where it says nothing.
        age: Seconds since then by this machine's clock; None where nobody knows.
    """

    name: str
    size: int
    modified: str | None
    age: float | None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a pattern matched.

    Attributes:
        files: Finished or still growing files; zero or more, by name.
        escaped: Names that lead out of the place; they are never read.
    """

    files: tuple[Found, ...]
    escaped: tuple[str, ...]


class Place(Protocol):
    """Where files are dropped."""

    def list(self, pattern: str) -> Listing:
        """List the files that a glob pattern, relative to the place, matches."""

    def look(self, name: str) -> Found | None:
        """Look at one file again; None when it has gone."""

    def open(self, name: str) -> Any:
        """Open one file for reading bytes, as a context manager."""


class Folder:
    """A local folder."""

    def __init__(self, root: Path) -> None:
        """Name the folder; it is there."""
        self._root = root

    def list(self, pattern: str) -> Listing:
        """See `Place`."""
        inside = self._root.resolve()
        files, escaped = [], []
        for path in sorted(self._root.glob(pattern)):
            if path.is_symlink() or not path.resolve().is_relative_to(inside):
                escaped.append(path.relative_to(self._root).as_posix())
            elif path.is_file() and (found := self.look(path.relative_to(self._root).as_posix())):
                files.append(found)
        return Listing(tuple(files), tuple(escaped))

    def look(self, name: str) -> Found | None:
        """See `Place`."""
        try:
            status = (self._root / name).stat(follow_symlinks=False)
        except FileNotFoundError:
            return None
        age = time.time() - status.st_mtime
        return Found(name, status.st_size, str(status.st_mtime_ns), age)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """See `Place`."""
        with (self._root / name).open("rb") as file:
            yield file


class Remote:
    """A place behind a URL that fsspec understands."""

    def __init__(self, system: Any, root: str) -> None:
        """Take an opened fsspec file system and the path of the place in it."""
        self._system = system
        self._root = root.rstrip("/")

    def list(self, pattern: str) -> Listing:
        """See `Place`."""
        matched = self._system.glob(f"{self._root}/{pattern}", detail=True)
        files, escaped = [], []
        for path, info in sorted(matched.items()):
            name = path.removeprefix(self._root).lstrip("/")
            if ".." in PurePosixPath(name).parts or info.get("islink"):
                escaped.append(name)
            elif info["type"] == "file":
                files.append(_found(name, info))
        return Listing(tuple(files), tuple(escaped))

    def look(self, name: str) -> Found | None:
        """See `Place`."""
        self._system.invalidate_cache()
        try:
            return _found(name, self._system.info(f"{self._root}/{name}"))
        except FileNotFoundError:
            return None

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """See `Place`."""
        with self._system.open(f"{self._root}/{name}", "rb") as file:
            yield file


def _found(name: str, info: dict[str, Any]) -> Found:
    """Describe a file; listings and single looks may write the same instant in two ways."""
    marks = (info.get(key) for key in ("mtime", "LastModified", "last_modified", "created", "ETag"))
    mark = next((mark for mark in marks if mark is not None), None)
    if isinstance(mark, datetime):
        mark = mark.timestamp()
    modified = None if mark is None else str(mark)
    return Found(name, int(info.get("size") or 0), modified, None)


def open_place(firm: Firm, instance_name: str) -> Place | None:
    """Open the place of an instance of files.

    Returns:
        The place; None when its files are put straight into the landing zone.

    Raises:
        ConfigError: The address cannot be used.
        SourceUnavailableError: The place is not there.
    """
    key = f"{firm.path}: instances.{instance_name}.files"
    written = firm.instances[instance_name].files
    if written is None:
        raise ConfigError(f"{key}: there is none.", way_out="name the folder or URL of the files.")
    address = filled_in(written, key=key)
    if address == IN_LANDING:
        return None
    label = f"source {instance_name} ({redacted_place(written.get_secret_value())})"
    if "://" not in address or address.startswith(_LOCAL):
        folder = firm.path.parent / address.removeprefix(_LOCAL)
        if not folder.is_dir():
            raise SourceUnavailableError(
                f"{label}: there is no folder {folder}.",
                way_out="make it, or mend `files` in the firm's configuration.",
            )
        return Folder(folder)
    return _remote(address, key=key, label=label)


def _remote(address: str, *, key: str, label: str) -> Place:
    import fsspec  # type: ignore[import-untyped]

    try:
        system, root = fsspec.core.url_to_fs(address, use_listings_cache=False)
        is_there = system.exists(root)
    except (ImportError, ValueError) as error:
        raise ConfigError(
            f"{key}: no such place can be opened: {type(error).__name__}.",
            way_out="use a folder or a URL of a protocol that fsspec has installed.",
        ) from error
    except Exception as error:
        raise SourceUnavailableError(
            f"{label}: it cannot be listed: {type(error).__name__}.",
            way_out="check that it is up, reachable and named rightly in the configuration.",
        ) from error
    if not is_there:
        raise SourceUnavailableError(
            f"{label}: there is nothing there.",
            way_out="make it, or mend `files` in the firm's configuration.",
        )
    return Remote(system, root)


def pattern_of(contract: Contract) -> str:
    """Return the glob that finds an entity's files below the place.

    Raises:
        ContractError: The contract's pattern leads out of the place.
    """
    pattern = contract.files.pattern or f"{contract.entity}/*"
    if ".." in PurePosixPath(pattern).parts or PurePosixPath(pattern).is_absolute():
        raise ContractError(
            f"{contract.file}: files.pattern {pattern} leads out of the place.",
            way_out="write a pattern relative to the place, without `..`.",
        )
    return pattern


def is_unfinished(name: str) -> bool:
    """Tell whether a name says that somebody is still writing the file."""
    path = PurePosixPath(name)
    return path.name.endswith(UNFINISHED) or any(part.startswith(".") for part in path.parts)


def is_manifest(name: str) -> bool:
    """Tell whether a name is that of a manifest."""
    return name.endswith(MANIFEST_SUFFIX)
