"""Writes that survive a kill: temporary name, fsync, atomic rename, fsync of the folder."""

import os
from pathlib import Path

PRIVATE_FILE = 0o600
TEMPORARY_SUFFIX = ".partial"


def temporary_name(path: Path) -> Path:
    """Return the hidden name a file is written under until it is complete."""
    return path.with_name(f".{path.name}{TEMPORARY_SUFFIX}")


def is_temporary(path: Path) -> bool:
    """Tell whether a file is a leftover of a write that never completed."""
    return path.name.startswith(".") and TEMPORARY_SUFFIX in path.name


def fsync_file(path: Path) -> None:
    """Force a closed file's bytes to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fsync_folder(path: Path) -> None:
    """Force a folder's entries (renames, links, removals) to the disk."""
    fsync_file(path)


def settle(temporary: Path, path: Path, *, mode: int = PRIVATE_FILE) -> None:
    """Give a completely written file its permissions and its name, atomically.

    Args:
        temporary: Closed file in the folder of ``path``.
        path: Final name; whatever bears it is replaced.
        mode: Permission bits of the final file.
    """
    temporary.chmod(mode)
    fsync_file(temporary)
    temporary.replace(path)
    fsync_folder(path.parent)


def write_text(path: Path, text: str, *, mode: int = PRIVATE_FILE) -> None:
    """Write a small text file so that a reader sees the old one or the new one, whole."""
    temporary = temporary_name(path)
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    settle(temporary, path, mode=mode)


def point_link(link: Path, target: str) -> None:
    """Make ``link`` a symbolic link to ``target`` in one step, where the system has links."""
    temporary = temporary_name(link)
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(link)
    fsync_folder(link.parent)
