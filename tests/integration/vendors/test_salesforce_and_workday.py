"""Salesforce and Workday in one firm, with a second org and tenant, up to the canonical model."""

from datetime import date
from decimal import Decimal

import pytest

from tests.integration.vendors.firm_of_files import FirmOfFiles, firm_of_files
from tests.integration.vendors.test_salesforce import ACME, CONTRACT, LOST, OPEN, WON, put_org
from tests.integration.vendors.test_workday import ADA, put_tenant

D = Decimal


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> FirmOfFiles:
    """The org and the tenant of the two vendors' tests, and one more of each, by configuration."""
    made = firm_of_files(
        tmp_path_factory.mktemp("both"),
        {
            "crm": ("salesforce", "crm"),
            "crm_emea": ("salesforce", "crm"),
            "hr": ("workday", "hr"),
            "hr_emea": ("workday", "hr"),
        },
    )
    put_org(made, "crm")
    put_tenant(made, "hr")
    made.put("crm_emea", "account", "a.csv", f"Id,IsDeleted,Name\n{ACME},false,Other\n")
    made.put(
        *("hr_emea", "worker_history", "w.csv"),
        "id,_fivetran_start,_fivetran_end,worker_code,hire_date\n"
        f"{ADA},2026-01-01 00:00:00,9999-12-31 23:59:59,9,2026-01-01\n",
    )
    made.build("+con_raw_to_canonical", "+con_file_to_raw")
    return made


@pytest.mark.parametrize("hop", ["raw_to_canonical", "file_to_raw"])
def test_nothing_is_lost_on_the_way_to_the_canonical_model(firm: FirmOfFiles, hop: str) -> None:
    assert (
        firm.rows(
            "select stream, population, measure, source_instance, left_value, right_value"
            f" from reconciliation.con_{hop} where left_value is distinct from right_value"
        )
        == []
    )


def test_one_id_in_two_orgs_is_two_clients(firm: FirmOfFiles) -> None:
    assert firm.rows(
        "select source_instance, name from canonical.client_record"
        f" where source_record_id = '{ACME}' order by 1"
    ) == [("crm", "Acme"), ("crm_emea", "Other")]


def test_a_deal_with_a_merged_account_is_a_deal_with_its_survivor(firm: FirmOfFiles) -> None:
    # Ann's number in Salesforce is Ada's in Workday; Bob has none.
    assert firm.rows(
        "select source_record_id, client_id, owner_worker_id from canonical.opportunity order by 1"
    ) == [
        (WON, f"crm:{ACME}", f"hr:{ADA}"),
        (LOST, "crm:0015500000aBcDeAAK", None),
        (OPEN, f"crm:{ACME}", f"hr:{ADA}"),
    ]


def test_versions_of_a_line_share_its_identity(firm: FirmOfFiles) -> None:
    assert firm.rows(
        "select contract_id, contract_line_id, array_agg(version order by version)"
        " from canonical.contract_line_version where not is_deleted group by all order by 2"
    ) == [
        (f"crm:{CONTRACT}", "crm:8025500000aaaaaAAA", [1, 2, 3]),
        (f"crm:{CONTRACT}", "crm:8025500000aaaabAAA", [1]),
    ]


def test_an_amount_in_another_currency_is_divided_by_the_rate_of_the_org(firm: FirmOfFiles) -> None:
    """Of pesos a dollar has 18.123456; the rate of the day says how many dollars a peso is."""
    ((rate,),) = firm.rows(
        "select distinct rate from canonical.fx_rate_day where from_currency = 'MXN'"
        " and to_currency = 'USD' and rate_on = date '2026-07-01'"
    )
    assert abs(rate - 1 / D("18.123456")) < D("1e-12")


def test_todays_worker_is_the_version_in_force_and_not_the_one_to_come(firm: FirmOfFiles) -> None:
    assert firm.rows(
        "select worker_id, cost_centre_code, role from canonical.worker"
        f" where worker_id in ('hr:{ADA}', 'hr_emea:{ADA}') order by 1"
    ) == [(f"hr:{ADA}", "0110", "Consultant"), (f"hr_emea:{ADA}", None, None)]


def test_a_raise_to_come_is_known_and_not_yet_valid(firm: FirmOfFiles) -> None:
    assert firm.rows(
        "select valid_from, hourly_amount from canonical.cost_rate"
        f" where worker_id = 'hr:{ADA}' and basis = 'standard' and valid_from > date '2026-07-15'"
    ) == [(date(2026, 9, 1), D("60.0000"))]
