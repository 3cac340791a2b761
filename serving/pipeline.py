"""The steps of a run as plain functions: what Dagster's assets, the tests and nobody else call.

Each step opens what it needs and closes it before it returns, so that nothing holds the
warehouse while dbt, a process of its own, builds in it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from ingest.acts import load_break_events
from ingest.config import Firm
from ingest.contracts import Contract, contracts
from ingest.extract import pull
from ingest.home import Home
from ingest.load import LoadResult, load
from ingest.receipts import Receipt
from ingest.warehouse import open_warehouse
from serving.build_mark import require_complete
from serving.errors import BuildError
from serving.fingerprint import fingerprint, hashes
from serving.publish import AUDIENCE, Publication, event_folder, publish
from serving.rules import refuse_unknown_rules
from serving.versions import next_version, read_pointer

if TYPE_CHECKING:
    from expectations.audit import AuditReport

KNOWN_AT_FORMAT = "%Y-%m-%d %H:%M:%S.%f"


@dataclass(frozen=True, slots=True)
class RunContext:
    """What every step of one run agrees on.

    Attributes:
        firm: Configuration in force.
        home: Where landing, warehouse and published versions live.
        known_at: UTC instant of the run, time-zone aware; rows landed by then exist.
        valued_on: Day at whose end balances, windows and ages are measured.
        version: Number the build is made as, if it is published.
    """

    firm: Firm
    home: Home
    known_at: datetime
    valued_on: date
    version: int


def make_run(
    firm: Firm, home: Home, *, known_at: datetime, valued_on: date | None = None
) -> RunContext:
    """Fix the parameters of a run.  The caller holds the writer lock.

    Args:
        firm: Configuration in force.
        home: Where state lives.
        known_at: UTC instant of the run.
        valued_on: Overrides the firm's own valuation date.

    Raises:
        ConfigError: The configuration tunes a break rule that there is not.
    """
    refuse_unknown_rules(firm)
    return RunContext(
        firm=firm,
        home=home,
        known_at=known_at,
        valued_on=valued_on or firm.valued_on_date(known_at),
        version=next_version(home.published(AUDIENCE), event_folder(home)),
    )


def pull_instance(
    run: RunContext, instance: str, *, progress: Callable[[str], None] | None = None
) -> list[Receipt]:
    """Land every entity of one source instance, in one read transaction of the source."""
    return pull(run.firm, instance, run.home, now=run.known_at, progress=progress)


def load_raw(run: RunContext, *, progress: Callable[[str], None] | None = None) -> list[LoadResult]:
    """Load every batch not loaded yet, then the break events of published versions."""
    results = load(run.firm, run.home, progress=progress)
    pointer = read_pointer(run.home.published(AUDIENCE))
    load_break_events(run.home, list(pointer.versions) if pointer else [])
    return results


def run_fingerprint(run: RunContext) -> str:
    """Return the digest of everything a build made now is made from."""
    return fingerprint(run.firm, run.home, valued_on=run.valued_on)


def is_up_to_date(run: RunContext) -> bool:
    """Tell whether readers already have what a build made now would give them."""
    pointer = read_pointer(run.home.published(AUDIENCE))
    return pointer is not None and pointer.fingerprint == run_fingerprint(run)


def build_instant(run: RunContext) -> datetime:
    """Return the UTC instant a build is made as of.

    It is that of the run, but never before the last landed batch or the published version:
    a clock that was set back hides no row and reverses no history.
    """
    pointer = read_pointer(run.home.published(AUDIENCE))
    instants = [run.known_at.astimezone(UTC)]
    if pointer is not None:
        instants.append(datetime.fromisoformat(pointer.known_at))
    if run.home.warehouse.exists():
        with open_warehouse(run.home, read_only=True) as connection:
            row = connection.execute("select max(landed_at) from meta.load").fetchone()
        if row and row[0] is not None:
            instants.append(row[0].replace(tzinfo=UTC))
    return max(instants)


def model_vars(firm: Firm) -> dict[str, Any]:
    """Return the variables that decide which models there are: the vendors of the firm."""
    return {"vendors": sorted(firm.vendors)}


def dbt_vars(run: RunContext) -> dict[str, Any]:
    """Return the variables the models read: vendors, clocks, version, policies and rules."""
    return {
        **model_vars(run.firm),
        "firm": run.firm.firm,
        "group_currency": run.firm.group_currency,
        "known_at": build_instant(run).strftime(KNOWN_AT_FORMAT),
        "valued_on": run.valued_on.isoformat(),
        "version": run.version,
        **hashes(),
        "policies": [
            {"code": policy.code, "value": policy.value, "legal_entity": policy.legal_entity}
            for policy in run.firm.policies
        ],
        "rules": [rule.model_dump(mode="json") for rule in run.firm.rules],
    }


def audit_warehouse(run: RunContext, *, now: datetime) -> "AuditReport":
    """Hold the build against every expectation and store the results under its version.

    Imports Great Expectations, which takes seconds.

    Args:
        run: The run whose build is audited.
        now: UTC instant of the audit.

    Raises:
        BuildError: The warehouse cannot be read, or holds no rule registry.
    """
    from expectations.audit import AuditError, RuleRegistryError, audit, rules_of
    from serving.audit_store import store_results

    folder = run.home.published(AUDIENCE)
    pointer = read_pointer(folder)
    try:
        report = audit(
            run.home.warehouse,
            data_docs=run.home.data_docs,
            contracts=audited_contracts(run.firm),
            rules=rules_of(run.home.warehouse),
            previous=folder / pointer.file if pointer else None,
            now=now,
        )
    except (AuditError, RuleRegistryError) as error:
        raise BuildError(
            f"the audit could not start: {error}", way_out="build first: `tieout run`."
        ) from error
    store_results(run.home, report.results, version=run.version, run_at=now)
    return report


def audited_contracts(firm: Firm) -> list[Contract]:
    """Return the contracts whose raw tables exist: all of the vendors the firm uses."""
    return [contract for contract in contracts() if contract.vendor in firm.vendors]


def publish_version(
    run: RunContext, *, grains: Mapping[str, Sequence[str]], now: datetime
) -> Publication:
    """Publish the build, if it is the one this run made and its audit let it through.

    Args:
        run: The run; its home's warehouse holds the build.
        grains: Marts table to the columns of its unique key.
        now: UTC instant of publishing.

    Raises:
        PublishRefusedError: The audit did not pass.
        BuildError: The run's version is not built whole, or is not newer than the published one.
    """
    fingerprint_of_build = require_complete(run.home, version=run.version)
    return publish(run.home, fingerprint=fingerprint_of_build, grains=grains, now=now)
