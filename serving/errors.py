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
