"""Firms that several files of tests look at, each built once."""

import pytest

from tests.integration.vendors.d365_rows import DAYS
from tests.integration.vendors.firm_of_files import FirmOfFiles, firm_of_files


@pytest.fixture(scope="session")
def d365_firm(tmp_path_factory: pytest.TempPathFactory) -> FirmOfFiles:
    """A firm whose ERP delivered two days; every model built, every test of theirs passed."""
    made = firm_of_files(tmp_path_factory.mktemp("d365"), {"erp": ("d365_finance", "erp")})
    for day in DAYS:
        for extract in sorted(day.glob("*.csv")):
            made.put("erp", extract.stem, f"{day.name}.csv", extract.read_bytes())
        made.load()
    made.build("+path:models/canonical/d365_finance", "+con_raw_to_canonical")
    return made
