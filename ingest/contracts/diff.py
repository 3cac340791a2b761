"""What changed between two versions of a contract, and what of it breaks readers or loads.

A change breaks when rows that loaded before may be refused or mean something else, or when a
reader of raw finds a column gone, narrower or in another unit. Such a change needs a new major
version.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields

from ingest.contracts.diff_columns import Change, changed, changes_of, list_changes
from ingest.contracts.model import Contract, Threshold

_VERSION = re.compile(r"^(\d+)\.(\d+)\.(\d+)$")


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed between two versions of a contract.

    Attributes:
        changes: The differences, in the order of the contract; zero or more.
        version_problem: Why the new version number does not fit the changes; None if it does.
    """

    changes: tuple[Change, ...]
    version_problem: str | None

    @property
    def is_breaking(self) -> bool:
        """Whether any change breaks."""
        return any(change.is_breaking for change in self.changes)


def compare(old: Contract, new: Contract) -> Difference:
    """Compare two versions of one contract."""
    changes = (*_table_changes(old, new), *_column_changes(old, new))
    return Difference(changes, _version_problem(old, new, changes))


def _version_problem(old: Contract, new: Contract, changes: tuple[Change, ...]) -> str | None:
    before, after = _VERSION.match(old.version), _VERSION.match(new.version)
    if before is None or after is None:
        return f"versions are like 1.2.0; these are {old.version} and {new.version}"
    major, minor, _ = (int(part) for part in before.groups())
    now = tuple(int(part) for part in after.groups())
    if any(change.is_breaking for change in changes):
        if now[0] <= major:
            return f"a breaking change needs version {major + 1}.0.0, not {new.version}"
    elif changes and now <= tuple(int(part) for part in before.groups()):
        return f"a changed contract needs a new version, such as {major}.{minor + 1}.0"
    return None


def _table_changes(old: Contract, new: Contract) -> Iterator[Change]:
    for label, before, after, is_breaking in (
        ("physicalName", old.physical_name, new.physical_name, True),
        ("primary key", _joined(old.primary_key), _joined(new.primary_key), True),
        ("extractMode", old.extract_mode, new.extract_mode, True),
        ("deletes", _deletes(old), _deletes(new), True),
        ("controlTotals", _totals(old), _totals(new), False),
        ("freshness", str(old.freshness), str(new.freshness), False),
        ("description", old.description, new.description, False),
    ):
        if before != after:
            yield changed(label, before, after, is_breaking=is_breaking)
    if old.threshold != new.threshold:
        is_lower = _is_lower(old.threshold, new.threshold)
        yield changed(
            "quarantineThreshold", str(old.threshold), str(new.threshold), is_breaking=is_lower
        )
    yield from list_changes("nullSpellings", old.null_spellings, new.null_spellings)
    for name in sorted(old.ignored.keys() ^ new.ignored.keys()):
        verb = "added" if name in new.ignored else "removed"
        yield Change(f"ignoredColumns: {name} {verb}", is_breaking=False)
    yield from _file_changes(old, new)


def _file_changes(old: Contract, new: Contract) -> Iterator[Change]:
    for one in fields(old.files):
        before, after = getattr(old.files, one.name), getattr(new.files, one.name)
        if before == after:
            continue
        if isinstance(before, tuple):
            yield from list_changes(f"files.{one.name}", before, after)
        else:
            yield changed(f"files.{one.name}", str(before), str(after), is_breaking=True)


def _column_changes(old: Contract, new: Contract) -> Iterator[Change]:
    before = {column.name: column for column in old.columns}
    after = {column.name: column for column in new.columns}
    for name, column in before.items():
        if name not in after:
            yield Change(f"{name}: column removed", is_breaking=True)
        else:
            yield from changes_of(column, after[name])
    for name, column in after.items():
        if name not in before:
            kind = "required" if column.required else "optional"
            yield Change(f"{name}: {kind} column added", is_breaking=column.required)


def _is_lower(old: Threshold, new: Threshold) -> bool:
    pairs = ((old.ratio, new.ratio), (old.rows, new.rows))
    return any(after is not None and (before is None or after < before) for before, after in pairs)


def _deletes(contract: Contract) -> str:
    deletes = contract.deletes
    marked = f" when {deletes.column} is {_joined(deletes.values)}" if deletes.column else ""
    return f"{deletes.kind}{marked}"


def _totals(contract: Contract) -> str:
    names = [column.name for column in contract.columns if column.is_totalled]
    is_said = any(column.is_totalled is not None for column in contract.columns)
    return (_joined(tuple(names)) or "none") if is_said else "as usual"


def _joined(texts: tuple[str, ...]) -> str:
    return ", ".join(texts)
