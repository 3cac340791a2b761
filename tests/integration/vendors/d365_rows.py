"""Hand-made extracts of Dynamics 365, and what they became, as text."""

from pathlib import Path
from typing import Any

from tests.integration.vendors.firm_of_files import FirmOfFiles

DAYS = sorted(Path(__file__).with_name("d365_finance").glob("extracts/*"))


def shaped(firm: FirmOfFiles, entity: str, columns: str, where: str = "true") -> list[str]:
    """Return columns of a shape as text, a line per row, in the order of the record ids."""
    found = firm.rows(
        f"select {columns} from canonical.d365_finance__{entity} where {where} "
        "order by source_record_id"
    )
    return [" | ".join(_text(value) for value in row) for row in found]


def _text(value: Any) -> str:
    if value is None:
        return "-"
    return str(value).lower() if isinstance(value, bool) else str(value)
