"""What people may do about the quarantine: replay, dismiss.

Both are written to the landing zone and done by a load; the caller holds the writer lock.
"""

from collections.abc import Callable

from ingest.config import Firm
from ingest.contracts import contract_of
from ingest.errors import QuarantineError
from ingest.home import Home
from ingest.kept_contracts import keep_contract
from ingest.load import load
from ingest.quarantine_acts import QuarantineAct, write_act
from ingest.quarantine_list import Selection, find


def replay(
    firm: Firm,
    home: Home,
    selection: Selection,
    *,
    reason: str | None,
    progress: Callable[[str], None] | None = None,
) -> QuarantineAct | None:
    """Read quarantined lines again by today's contracts; load those that fit now, once.

    Args:
        firm: The firm's configuration.
        home: Landing zone and warehouse.
        selection: Which open lines.
        reason: Why, if there is something to say.
        progress: Told what it did.

    Returns:
        The act; None when nothing open was meant.
    """
    load(firm, home, progress=progress)
    found, _ = find(home, selection)
    if not found:
        return None
    contracts = {}
    for vendor, entity in sorted({(one.vendor, one.entity) for one in found}):
        contract = contract_of(vendor, entity)
        keep_contract(home.landing, contract)
        contracts[f"{vendor}/{entity}"] = contract.sha256
    ids = tuple(one.quarantine_id for one in found)
    act = write_act(home.landing, "replay", ids, reason=reason, contracts=contracts)
    load(firm, home, progress=progress)
    return act


def dismiss(
    firm: Firm,
    home: Home,
    selection: Selection,
    *,
    reason: str,
    progress: Callable[[str], None] | None = None,
) -> QuarantineAct | None:
    """Declare that quarantined lines need not be loaded.

    Args:
        firm: The firm's configuration.
        home: Landing zone and warehouse.
        selection: Which open lines.
        reason: Why; not blank.
        progress: Told what it did.

    Returns:
        The act; None when nothing open was meant.

    Raises:
        QuarantineError: There is no reason.
    """
    if not reason.strip():
        raise QuarantineError(
            "a dismissal needs a reason.", way_out="say with --reason why the lines may go."
        )
    load(firm, home, progress=progress)
    found, _ = find(home, selection)
    if not found:
        return None
    ids = tuple(one.quarantine_id for one in found)
    act = write_act(home.landing, "dismiss", ids, reason=reason.strip(), contracts={})
    load(firm, home, progress=progress)
    return act
