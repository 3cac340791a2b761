"""What can go wrong between an audited build and a reader, named for the broken promise."""

from collections.abc import Sequence

from ingest.errors import TieoutError


class PublishRefusedError(TieoutError):
    """The audit (or a dbt test) found a defect of ours: readers stay on the last version.

    Attributes:
        failures: One line per failed check: what failed, where, and what was observed.
    """

    def __init__(self, what: str, *, failures: Sequence[str]) -> None:
        """Keep the failed checks apart from the sentence that sums them up."""
        super().__init__(
            what,
            way_out="readers stay on the version they are on; mend the cause, then `tieout run`.",
        )
        self.failures = tuple(failures)


class BuildError(TieoutError):
    """The models could not be built, or what was built is not what is to be published."""


class NothingPublishedError(TieoutError):
    """A reader's command was run before any version was published."""


class PublishedFormatError(TieoutError):
    """The pointer or a published file is not in a format this version reads."""


class TraceError(TieoutError):
    """The table or key to trace does not exist."""


class CloseRefusedError(TieoutError):
    """A period may not be closed as asked: by this person, or as things stand.

    Attributes:
        failures: One line per thing that stands in the way; none where the sentence says it all.
    """

    def __init__(self, what: str, *, way_out: str, failures: Sequence[str] = ()) -> None:
        """Keep what stands in the way apart from the sentence that sums it up."""
        super().__init__(what, way_out=way_out)
        self.failures = tuple(failures)


class PeriodError(TieoutError):
    """There is no such legal entity or period in the published version."""
