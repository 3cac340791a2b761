"""What changed in one column between two versions of a contract, and whether it breaks."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.contracts.headers import normalised, spellings
from ingest.contracts.model import Column

_INTEGER_DIGITS = 19


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions.

    Attributes:
        what: What changed, and from what to what.
        is_breaking: Whether readers or loads that worked may not work any more.
    """

    what: str
    is_breaking: bool


def changes_of(old: Column, new: Column) -> Iterator[Change]:
    """Yield what changed in a column that both versions have."""
    if old.type != new.type:
        wider = ", every old value fits; rebuild the warehouse" if _is_wider(old, new) else ""
        yield Change(f"{new.name}: type {old.type} -> {new.type}{wider}", not wider)
    if old.required != new.required:
        verb = "now required" if new.required else "no longer required"
        yield Change(f"{new.name}: {verb}", is_breaking=new.required)
    for label, before, after in (
        ("unit", old.unit, new.unit),
        ("sourceUnit", old.source_unit, new.source_unit),
        ("sign", _sign(old), _sign(new)),
        ("path", old.path, new.path),
    ):
        if before != after:
            yield changed(f"{new.name}: {label}", str(before), str(after), is_breaking=True)
    yield from _name_changes(old, new)
    yield from _value_changes(old, new)
    if old.classification != new.classification:
        yield changed(
            f"{new.name}: classification",
            old.classification,
            new.classification,
            is_breaking=new.classification == "restricted",
        )
    if old.description != new.description:
        yield Change(f"{new.name}: description changed", is_breaking=False)


def _name_changes(old: Column, new: Column) -> Iterator[Change]:
    """Yield names of the source that a column lost or gained, as headers are matched."""
    before = {normalised(name): name for name in spellings(old)}
    after = {normalised(name): name for name in spellings(new)}
    for name in before.keys() - after.keys():
        yield Change(f"{new.name}: source name {before[name]} removed", is_breaking=True)
    for name in after.keys() - before.keys():
        yield Change(f"{new.name}: source name {after[name]} added", is_breaking=False)
    if old.physical_name != new.physical_name and normalised(old.physical_name) in after:
        yield changed(
            f"{new.name}: physicalName", old.physical_name, new.physical_name, is_breaking=True
        )


def _value_changes(old: Column, new: Column) -> Iterator[Change]:
    yield from list_changes(f"{new.name}: nullSpellings", old.null_spellings, new.null_spellings)
    before, after = set(old.accepted_values), set(new.accepted_values)
    if before == after:
        return
    if not after:
        yield Change(f"{new.name}: enum removed, any value is accepted", is_breaking=False)
    elif not before:
        yield Change(f"{new.name}: enum added", is_breaking=True)
    for value in sorted(before - after if after else ()):
        yield Change(f"{new.name}: enum value {value} removed", is_breaking=True)
    for value in sorted(after - before if before else ()):
        yield Change(f"{new.name}: enum value {value} added", is_breaking=False)


def list_changes(label: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    """Yield what a list of accepted spellings lost (texts may not convert any more) or gained."""
    for one in dict.fromkeys(old):
        if one not in new:
            yield Change(f"{label}: {one!r} removed", is_breaking=True)
    for one in dict.fromkeys(new):
        if one not in old:
            yield Change(f"{label}: {one!r} added", is_breaking=False)


def changed(label: str, old: str, new: str, *, is_breaking: bool) -> Change:
    """Return the change of one property."""
    return Change(f"{label}: {old} -> {new}", is_breaking)


def _is_wider(old: Column, new: Column) -> bool:
    """Return whether every value of the old type is one of the new type, exactly."""
    if new.decimal is None:
        return False
    precision, scale = new.decimal
    old_precision, old_scale = old.decimal or (_INTEGER_DIGITS, 0)
    if old.decimal is None and old.type != "BIGINT":
        return False
    return scale >= old_scale and precision - scale >= old_precision - old_scale


def _sign(column: Column) -> str:
    return "negated" if column.is_negated else "as written"
