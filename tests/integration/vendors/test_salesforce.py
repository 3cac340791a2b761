"""Salesforce: what hand-made extracts of one org become, trap by trap."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.integration.vendors.firm_of_files import FirmOfFiles, firm_of_files

D = Decimal
at = datetime.fromisoformat
SELECT = "+path:models/canonical/salesforce"
ACME = "001D000000IqhSLIAZ"
SMALL = "0015500000aBcDeAAK"
LARGE = "0015500000AbCdEAAV"
LOSER = "001Nq00000HwuT4IAJ"
WON = "0065500000aaaaaAAA"
LOST = "0065500000aaaabAAA"
OPEN = "0065500000aaaacAAA"
CONTRACT = "8005500000aaaaaAAA"
TERM = "8005500000aaaabAAA"
FIRST = "8015500000aaaaaAAA"
SECOND = "8015500000aaaabAAA"

# The loader's dialect: a byte order mark, 1 or nothing for booleans; here ids of both lengths.
ACCOUNTS = """\
\ufeffId,IsDeleted,MasterRecordId,Name,ParentId,AccountNumber,BillingCountry,BillingCountryCode,\
BillingStateCode,Tax_Number__c,Website,CurrencyIsoCode,CreatedDate,SystemModstamp,Industry
001D000000IqhSL,,,Acme,,C-00100,United States,US,CA,12-3456789,https://www.Acme.com/about,USD,\
2024-01-22T16:14:25.000+0000,2024-01-22T16:14:25.000+0000,Energy
0015500000aBcDe,,,Small letters,001D000000IqhSLIAZ,,Mexico,MX,,,acme.mx,MXN,\
2024-01-22T16:14:25.000+0000,2024-01-22T16:14:25.000+0000,
0015500000AbCdE,,,Capital letters,,,,,,,,MXN,\
2024-01-22T16:14:25.000+0000,2024-01-22T16:14:25.000+0000,
001Nq00000HwuT4IAJ,1,001D000000IqhSL,Acme again,,C-00007,,US,,,,USD,2024-01-22T16:14:25.000+0000,\
2025-01-22T16:14:25.000+0000,
"""
# The REST interface's: a record a line, its type in it, instants with an offset without a colon.
OPPORTUNITIES = """\
{"attributes":{"type":"Opportunity"},"Id":"0065500000aaaaaAAA","IsDeleted":false,\
"AccountId":"001Nq00000HwuT4IAJ","Name":"Phase 1","StageName":"Gewonnen","Amount":120000.5,\
"Probability":100.0,"CloseDate":"2026-02-10","IsClosed":true,"IsWon":true,"OwnerId":"0055500000aaaaaAAA",\
"ContractId":"8005500000aaaaaAAA","ERP_Company__c":"usmf","CurrencyIsoCode":"USD",\
"CreatedDate":"2025-11-30T23:30:00.000+0000","SystemModstamp":"2026-02-10T09:00:00.000+0000"}
{"attributes":{"type":"Opportunity"},"Id":"0065500000aaaabAAA","IsDeleted":false,\
"AccountId":"0015500000aBcDeAAK","Name":"Phase 2","StageName":"Closed Won","Amount":null,\
"Probability":0,"CloseDate":"2026-03-01","IsClosed":true,"IsWon":false,"OwnerId":"0055500000aaaabAAA",\
"ContractId":"8005500000aaaaaAAA","ERP_Company__c":"usmf","CurrencyIsoCode":"MXN",\
"CreatedDate":"2025-12-01T00:00:00.000+0000","SystemModstamp":"2026-03-01T09:00:00.000+0000"}
{"attributes":{"type":"Opportunity"},"Id":"0065500000aaaacAAA","IsDeleted":false,\
"AccountId":"001D000000IqhSLIAZ","Name":"Phase 3","StageName":"Propuesta","Amount":1000,\
"Probability":12.5,"CloseDate":"2026-09-15","IsClosed":null,"IsWon":null,"OwnerId":"0055500000aaaaaAAA",\
"ContractId":null,"ERP_Company__c":"gbsi","CurrencyIsoCode":"USD",\
"CreatedDate":"2026-05-01T00:00:00.000+0000","SystemModstamp":"2026-05-01T09:00:00.000+0000"}
"""
# A stage of this org is called Closed Won and is not: what a row says wins over its stage.
STAGES = """\
Id,MasterLabel,ApiName,IsActive,SortOrder,IsClosed,IsWon,DefaultProbability
01J5500000aaaaaAAA,Closed Won,Closed Won,true,9,true,true,100
01J5500000aaaabAAA,Propuesta,Proposal,true,3,false,false,40
"""
USERS = """\
Id,Name,Email,EmployeeNumber,IsActive
0055500000aaaaaAAA,Ann Owner,ann@firm.example,00017,true
0055500000aaaabAAA,Bob Owner,bob@firm.example,,false
"""
CONTRACTS = """\
Id,IsDeleted,AccountId,ContractNumber,Name,Status,StatusCode,StartDate,EndDate,ContractTerm,\
CompanySignedDate,CustomerSignedDate,ERP_Company__c,CurrencyIsoCode,Contract_Combination__c
8005500000aaaaaAAA,false,001D000000IqhSLIAZ,00001234,Frame,Live,Activated,2026-02-15,2027-02-14,12,\
2026-02-12,2026-02-11,usmf,USD,Frame and drafts
8005500000aaaabAAA,false,0015500000aBcDeAAK,00001235,Draft,Neu,Draft,2026-01-31,,1,,,usmf,MXN,
"""
ORDERS = """\
Id,IsDeleted,AccountId,ContractId,OpportunityId,OrderNumber,Type,Version__c,Status,StatusCode,\
EffectiveDate,EndDate,PoNumber,PoDate,TotalAmount,CurrencyIsoCode,CreatedDate
8015500000aaaaaAAA,false,001D000000IqhSLIAZ,8005500000aaaaaAAA,0065500000aaaaaAAA,00000100,New,1,Live,\
Activated,2026-02-15,2027-02-14,PO-7,2026-02-01,120000.50,USD,2026-02-01T00:00:00Z
8015500000aaaabAAA,false,001D000000IqhSLIAZ,8005500000aaaaaAAA,,00000101,Change Order,2,Live,\
Activated,2026-05-01,2027-02-14,PO-7,2026-04-20,130000,USD,2026-04-20T00:00:00Z
8015500000aaaacAAA,false,001D000000IqhSLIAZ,8005500000aaaaaAAA,,00000102,Amendment,3,Neu,\
Draft,2026-08-01,2027-02-14,,,999999,USD,2026-06-20T00:00:00Z
"""
# The third line has no total, as exports without calculated columns; the fourth is deleted.
ORDER_ITEMS = """\
Id,IsDeleted,OrderId,OrderItemNumber,Line_Number__c,Product2Id,Billing_Type__c,Revenue_Method__c,\
Quantity,UnitPrice,TotalPrice,Cap__c,Principal_Agent__c,ServiceDate,Start_Date__c,EndDate,Grace_Days__c,\
CurrencyIsoCode
8025500000aaaaaAAA,false,8015500000aaaaaAAA,0001,1,01t5500000aaaaaAAA,Time and Materials,\
As Invoiced,500,200,100000.50,110000,Principal,2026-02-15,,2027-02-14,15,USD
8025500000aaaabAAA,false,8015500000aaaaaAAA,0002,2,,Fixed Fee,Input Hours,\
1,20000,20000,,,,2026-03-01,,,USD
8025500000aaaacAAA,false,8015500000aaaabAAA,0003,1,01t5500000aaaaaAAA,T&M,As Invoiced,\
33.33,333.335,,,Agent,2026-05-01,,2027-02-14,,USD
8025500000aaaadAAA,true,8015500000aaaabAAA,0004,2,,Milestone,Output,1,5,5,,,,,,,USD
8025500000aaaaeAAA,false,8015500000aaaacAAA,0005,1,,Retainer,Straight Line,1,999999,999999,,,,,,,USD
"""
PRODUCTS = """\
Id,IsDeleted,Name,QuantityUnitOfMeasure
01t5500000aaaaaAAA,false,Consultant,Hours
"""
REVISIONS = """\
Id,IsDeleted,Contract__c,Line_Number__c,Role__c,Hourly_Rate__c,CurrencyIsoCode,Effective_Date__c,\
Retro_Policy__c,CreatedDate
a005500000aaaaaAAA,false,8005500000aaaaaAAA,1,Consultant,210,USD,2026-03-01,Rebill,\
2026-04-15T10:00:00.000+0000
a005500000aaaabAAA,false,8005500000aaaaaAAA,,,215.5,,2026-06-01,,2026-05-20T10:00:00.000+0000
"""
CURRENCIES = """\
Id,IsoCode,ConversionRate,DecimalPlaces,IsActive,IsCorporate
01L5500000aaaaaAAA,USD,1,2,true,true
01L5500000aaaabAAA,MXN,18.2,2,true,false
01L5500000aaaacAAA,COP,4500,2,true,false
"""
RATES = """\
Id,IsoCode,StartDate,NextStartDate,ConversionRate
04w5500000aaaaaAAA,MXN,0001-01-01,2026-01-01,17.5
04w5500000aaaabAAA,MXN,2026-01-01,9999-12-31,18.123456
"""


def put_org(firm: FirmOfFiles, instance: str) -> None:
    """Drop every file of the org."""
    firm.put(instance, "account", "account.csv", ACCOUNTS)
    firm.put(instance, "opportunity", "opportunity.jsonl", OPPORTUNITIES)
    firm.put(instance, "opportunity_stage", "stage.csv", STAGES)
    firm.put(instance, "user", "user.csv", USERS)
    firm.put(instance, "contract", "contract.csv", CONTRACTS)
    firm.put(instance, "order", "order.csv", ORDERS)
    firm.put(instance, "order_item", "item.csv", ORDER_ITEMS)
    firm.put(instance, "product_2", "product.csv", PRODUCTS)
    firm.put(instance, "rate_revision", "revision.csv", REVISIONS)
    firm.put(instance, "currency_type", "currency.csv", CURRENCIES)
    firm.put(instance, "dated_conversion_rate", "rate.csv", RATES)


@pytest.fixture(scope="module")
def org(tmp_path_factory: pytest.TempPathFactory) -> FirmOfFiles:
    """One org that keeps several currencies."""
    firm = firm_of_files(tmp_path_factory.mktemp("org"), {"crm": ("salesforce", "crm")})
    put_org(firm, "crm")
    firm.build(SELECT)
    assert firm.not_loaded() == []
    return firm


def test_ids_that_differ_in_case_only_are_two_clients(org: FirmOfFiles) -> None:
    assert org.rows(
        "select source_record_id, name, parent_ref, domain from canonical.salesforce__client"
        " where name like '%letters' order by name"
    ) == [
        (LARGE, "Capital letters", None, None),
        (SMALL, "Small letters", f"crm:{ACME}", "acme.mx"),
    ]


def test_an_account_is_a_client_with_the_number_the_erp_knows_it_by(org: FirmOfFiles) -> None:
    assert org.rows(
        "select source_system, client_code, external_client_code, name, merged_into_ref, country,"
        " tax_jurisdiction, tax_number, domain, currency, status, created_on, is_deleted"
        f" from canonical.salesforce__client where source_record_id = '{ACME}'"
    ) == [
        (
            *("crm", None, "C-00100", "Acme", None, "US", "US-CA", "12-3456789", "acme.com", "USD"),
            *("active", date(2024, 1, 22), False),
        )
    ]


def test_the_loser_of_a_merge_stays_and_names_its_survivor(org: FirmOfFiles) -> None:
    assert org.rows(
        "select merged_into_ref, status, is_deleted from canonical.salesforce__client"
        f" where source_record_id = '{LOSER}'"
    ) == [(f"crm:{ACME}", "inactive", True)]


def test_won_is_what_the_row_says_and_its_stage_only_where_it_says_nothing(
    org: FirmOfFiles,
) -> None:
    assert org.rows(
        "select source_record_id, stage, is_won, is_closed, closed_on"
        " from canonical.salesforce__opportunity order by 1"
    ) == [
        (WON, "won", True, True, date(2026, 2, 10)),
        (LOST, "lost", False, True, date(2026, 3, 1)),
        (OPEN, "open", False, False, None),
    ]


def test_an_opportunity_keeps_its_money_its_chance_and_its_people(org: FirmOfFiles) -> None:
    assert org.rows(
        "select client_ref, legal_entity_code, opened_on, amount, currency, probability,"
        " owner_record_id, owner_employee_no, contract_ref from canonical.salesforce__opportunity"
        " order by source_record_id"
    ) == [
        (
            *(f"crm:{LOSER}", "usmf", date(2025, 11, 30), D("120000.5000"), "USD", D("1.0000")),
            *("0055500000aaaaaAAA", "00017", f"crm:{CONTRACT}"),
        ),
        (
            *(f"crm:{SMALL}", "usmf", date(2025, 12, 1), None, "MXN", D("0.0000")),
            *("0055500000aaaabAAA", None, f"crm:{CONTRACT}"),
        ),
        (
            *(f"crm:{ACME}", "gbsi", date(2026, 5, 1), D("1000.0000"), "USD", D("0.1250")),
            *("0055500000aaaaaAAA", "00017", None),
        ),
    ]


def test_only_what_is_undecided_is_forecast_at_its_chance(org: FirmOfFiles) -> None:
    assert org.rows(
        "select opportunity_ref, month_on, revenue_amount, currency, seconds"
        " from canonical.salesforce__forecast_line"
    ) == [(f"crm:{OPEN}", date(2026, 9, 1), D("125.0000"), "USD", None)]


def test_a_contract_is_worth_its_agreed_lines_and_signed_when_both_have(org: FirmOfFiles) -> None:
    # Line 1 as of version 2 (33.33 x 333.335 = 11110.05555), line 2 as of version 1, no draft.
    assert org.rows(
        "select source_record_id, contract_number, opportunity_ref, client_ref, legal_entity_code,"
        " signed_on, starts_on, ends_on, status, po_number, total_amount, currency,"
        " combination_code from canonical.salesforce__contract order by 1"
    ) == [
        (
            *(CONTRACT, "00001234", f"crm:{WON}", f"crm:{ACME}", "usmf", date(2026, 2, 12)),
            *(date(2026, 2, 15), date(2027, 2, 14), "signed", "PO-7", D("31110.0600"), "USD"),
            "Frame and drafts",
        ),
        (
            *(TERM, "00001235", None, f"crm:{SMALL}", "usmf", None),
            *(date(2026, 1, 31), date(2026, 2, 27), "draft", None, None, "MXN", None),
        ),
    ]


def test_the_lines_of_orders_are_versions_of_contract_lines(org: FirmOfFiles) -> None:
    assert org.rows(
        "select right(source_record_id, 6), line_number, version, change_kind, status,"
        " effective_on, billing_type, revenue_method, principal_or_agent, is_deleted"
        " from canonical.salesforce__contract_line order by 1"
    ) == [
        (
            *("aaaAAA", 1, 1, "original", "approved", date(2026, 2, 15)),
            *("time_and_materials", "as_invoiced", "principal", False),
        ),
        (
            *("aabAAA", 2, 1, "original", "approved", date(2026, 2, 15)),
            *("fixed_fee", "input_hours", "principal", False),
        ),
        (
            *("aacAAA", 1, 2, "change_order", "approved", date(2026, 5, 1)),
            *("time_and_materials", "as_invoiced", "agent", False),
        ),
        (
            *("aadAAA", 2, 2, "change_order", "approved", date(2026, 5, 1)),
            *("milestone", "output", "principal", True),
        ),
        (
            *("aaeAAA", 1, 3, "amendment", "draft", date(2026, 8, 1)),
            *("retainer", "straight_line", "principal", False),
        ),
    ]


def test_a_line_has_its_price_cap_and_hours(org: FirmOfFiles) -> None:
    assert org.rows(
        "select right(source_record_id, 6), contract_ref, quantity, duration_seconds, unit_price,"
        " price, cap, currency, starts_on, ends_on, grace_days"
        " from canonical.salesforce__contract_line order by 1 limit 3"
    ) == [
        (
            *("aaaAAA", f"crm:{CONTRACT}", D("500.0000"), 1_800_000, D("200.0000")),
            *(D("100000.5000"), D("110000.0000"), "USD"),
            *(date(2026, 2, 15), date(2027, 2, 14), 15),
        ),
        (
            *("aabAAA", f"crm:{CONTRACT}", D("1.0000"), None, D("20000.0000")),
            *(D("20000.0000"), None, "USD", date(2026, 3, 1), None, None),
        ),
        (
            *("aacAAA", f"crm:{CONTRACT}", D("33.3300"), 119_988, D("333.3350")),
            *(D("11110.0600"), None, "USD", date(2026, 5, 1), date(2027, 2, 14), None),
        ),
    ]


def test_a_purchase_order_has_a_version_for_each_order_that_names_it(org: FirmOfFiles) -> None:
    assert org.rows(
        "select source_record_id, po_number, version, client_ref, contract_ref, amount, currency,"
        " valid_from, valid_to from canonical.salesforce__customer_po order by 1"
    ) == [
        (
            *(FIRST, "PO-7", 1, f"crm:{ACME}", f"crm:{CONTRACT}", D("120000.5000"), "USD"),
            *(date(2026, 2, 1), date(2027, 2, 14)),
        ),
        (
            *(SECOND, "PO-7", 2, f"crm:{ACME}", f"crm:{CONTRACT}", D("130000.0000"), "USD"),
            *(date(2026, 4, 20), date(2027, 2, 14)),
        ),
    ]


def test_a_rate_revision_was_known_when_it_was_entered(org: FirmOfFiles) -> None:
    assert org.rows(
        "select contract_ref, line_number, role, hourly_amount, currency, effective_on, known_at,"
        " retro_policy from canonical.salesforce__rate_revision order by effective_on"
    ) == [
        (
            *(f"crm:{CONTRACT}", 1, "Consultant", D("210.0000"), "USD", date(2026, 3, 1)),
            *(at("2026-04-15 10:00"), "rebill"),
        ),
        (
            *(f"crm:{CONTRACT}", None, None, D("215.5000"), "USD", date(2026, 6, 1)),
            *(at("2026-05-20 10:00"), "none"),
        ),
    ]


def test_rates_hold_from_their_day_until_the_day_before_the_next(org: FirmOfFiles) -> None:
    # Pesos have dated rates; Colombian ones only today's, at which the org converts every day.
    assert org.rows(
        "select from_currency, to_currency, rate_type, valid_from, valid_to, rate"
        " from canonical.salesforce__fx_rate order by to_currency, valid_from"
    ) == [
        ("USD", "COP", "spot", date(2000, 1, 1), None, D("4500")),
        ("USD", "MXN", "spot", date(2000, 1, 1), date(2025, 12, 31), D("17.5")),
        ("USD", "MXN", "spot", date(2026, 1, 1), None, D("18.123456")),
    ]
