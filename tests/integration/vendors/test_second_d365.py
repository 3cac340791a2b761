"""A second Dynamics 365 environment in one firm, by configuration alone.

It has a company, a customer, a project and a posting under the very ids of the first.
"""

import pytest

from tests.integration.vendors.d365_rows import DAYS
from tests.integration.vendors.firm_of_files import FirmOfFiles, csv_of, firm_of_files

FIRST, SECOND = "erp", "erp_apac"
COPIED: dict[str, dict[str, object]] = {
    "companyinfo": {"recid": 5637144601, "dataarea": "USMF"},
    "ledger": {
        "recid": 701,
        "name": "usmf",
        "accountingcurrency": "SGD",
        "primaryforlegalentity": 5637144601,
    },
    "dirpartytable": {"recid": 91, "name": "Lion City"},
    "custtable": {"recid": 1, "dataareaid": "USMF", "accountnum": "C-1", "party": 91},
    "projtable": {
        "recid": 1,
        "dataareaid": "USMF",
        "projid": "PRJ-1",
        "name": "Port",
        "custaccount": "C-1",
        "status": 3,
        "type": 0,
    },
    "projempltrans": {
        "recid": 1,
        "dataareaid": "USMF",
        "transid": "H-1",
        "projid": "PRJ-1",
        "transdate": "2026-01-30T00:00:00.0000000Z",
        "qty": "3.000000",
        "currencyid": "SGD",
        "totalcostamountcur": "90.00",
        "totalsalesamountcur": "330.00",
        "txt": "a0Q1:fri",
        "transactionorigin": 60,
    },
}


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> FirmOfFiles:
    """The environment of the vendor's own tests, and one more."""
    made = firm_of_files(
        tmp_path_factory.mktemp("two"),
        {FIRST: ("d365_finance", "erp"), SECOND: ("d365_finance", "erp")},
    )
    for entity, row in COPIED.items():
        made.put(FIRST, entity, "1.csv", (DAYS[0] / f"{entity}.csv").read_bytes())
        made.put(SECOND, entity, "1.csv", csv_of(row))
    made.model("+labour_posting", "+client")
    return made


@pytest.mark.parametrize(
    ("entity", "first"),
    [("legal_entity", 3), ("client_record", 4), ("erp_project", 3), ("labour_posting", 7)],
)
def test_each_environment_has_its_own_records(firm: FirmOfFiles, entity: str, first: int) -> None:
    assert firm.rows(
        f"select source_instance, count(*), count(distinct {entity}_id)"
        f" from canonical.{entity} group by 1 order by 1"
    ) == [(FIRST, first, first), (SECOND, 1, 1)]
    assert firm.rows(f"select count(distinct {entity}_id) from canonical.{entity}") == [
        (first + 1,)
    ]


def test_a_posting_is_of_the_project_client_and_company_of_its_own_environment(
    firm: FirmOfFiles,
) -> None:
    assert firm.rows(
        "select labour_posting_id, erp_project_id, client_id, legal_entity_id, duration_seconds,"
        " currency from canonical.labour_posting where source_record_id = 'usmf/H-1' order by 1"
    ) == [
        ("erp:usmf/H-1", "erp:usmf/PRJ-1", "erp:usmf/C-1", "erp:usmf", 28800, "USD"),
        (
            "erp_apac:usmf/H-1",
            "erp_apac:usmf/PRJ-1",
            "erp_apac:usmf/C-1",
            "erp_apac:usmf",
            10800,
            "SGD",
        ),
    ]


def test_one_account_number_in_two_environments_is_two_clients(firm: FirmOfFiles) -> None:
    assert firm.rows(
        "select client_id, name from canonical.client where client_code = 'C-1'"
        " and client_id like '%:usmf/%' order by 1"
    ) == [("erp:usmf/C-1", "Acme"), ("erp_apac:usmf/C-1", "Lion City")]
