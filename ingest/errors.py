"""Errors a user can act on: each says what is wrong, where, and the way out.

Anything else that escapes ``ingest`` is a defect of ours and keeps its traceback.
"""

from collections.abc import Sequence


class TieoutError(RuntimeError):
    """Base of every error meant for the user; printed without a traceback.

    Attributes:
        what: What is wrong and where, on one line where it can be.
        way_out: What the user can do about it.
    """

    def __init__(self, what: str, *, way_out: str) -> None:
        """Join both parts into the message."""
        super().__init__(f"{what}\nWay out: {way_out}")
        self.what = what
        self.way_out = way_out


class ConfigError(TieoutError):
    """The firm's configuration cannot be used."""


class ContractError(TieoutError):
    """A data contract cannot be used."""


class WarehouseBusyError(TieoutError):
    """Another process is writing to the warehouse."""


class WarehouseError(TieoutError):
    """The warehouse file is absent or cannot be opened."""


class RebuildNeededError(TieoutError):
    """The warehouse no longer has the shape the contracts ask for; landing still has the data."""


class SourceUnavailableError(TieoutError):
    """A source database is not there or refuses to be read."""


class SourceShapeError(TieoutError):
    """A source no longer has a table or column that its contract names."""


class ExtractValueError(TieoutError):
    """A source holds values that do not fit their contract."""


class LandingError(TieoutError):
    """A file of the landing zone is missing, altered, or of a format this version cannot read."""


class QuarantineError(TieoutError):
    """A quarantined line cannot be shown, replayed or dismissed as asked."""


class DecisionError(TieoutError):
    """What somebody decided cannot be taken as it was given.

    Attributes:
        failures: One line per thing that is wrong; none where the sentence says it all.
    """

    def __init__(self, what: str, *, way_out: str, failures: Sequence[str] = ()) -> None:
        """Keep the single problems apart from the sentence that sums them up."""
        super().__init__(what, way_out=way_out)
        self.failures = tuple(failures)


class LostLineError(TieoutError):
    """The ledger's equations do not hold: a defect of ours, never of the data."""
