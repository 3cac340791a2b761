"""Where files lie: a local folder, or anything fsspec can list. It is only looked at and read.

Links and paths that lead out of the place are never followed.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol


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
