"""One Salesforce org read through four of its exports: whatever the dialect, the same rows.

The org keeps one currency, so no record says which; the firm does.
"""

from datetime import date
from decimal import Decimal

import pytest

from tests.integration.vendors.firm_of_files import FirmOfFiles, firm_of_files

# An object a record, its type and a compound address in it.
REST = (
    """\
[{"attributes": {"type": "Account", "url": "/services/data/v61.0/sobjects/Account/001D"},
  "Id": "001D000000IqhSLIAZ", "IsDeleted": false, "MasterRecordId": null, "Name": "Müller, Söhne",
  "ParentId": null, "AccountNumber": "C-1", "BillingCountry": "Germany",
  "Website": "mueller.example",
  "BillingAddress": {"city": "Köln", "country": "Germany"},
  "CreatedDate": "2023-05-11T07:30:00.000+0000", "SystemModstamp": "2023-05-11T07:30:00.000+0000"}]
""",
    """\
[{"attributes": {"type": "Opportunity"}, "Id": "006q000000HddohAAB", "IsDeleted": false,
  "AccountId": "001D000000IqhSLIAZ", "Name": "First", "StageName": "Won", "Amount": 1000.0,
  "Probability": 100.0, "ExpectedRevenue": 1000.0, "CloseDate": "2026-02-10", "IsClosed": true,
  "IsWon": true, "OwnerId": "0055500000aBcDeAAK", "ContractId": null, "Fiscal": "2026 1",
  "CreatedDate": "2026-01-01T07:30:00.000+0000", "SystemModstamp": "2026-01-01T07:30:00.000+0000"},
 {"attributes": {"type": "Opportunity"}, "Id": "006q000000HK8jdAAD", "IsDeleted": false,
  "AccountId": null, "Name": "Second", "StageName": "Open", "Amount": null,
  "Probability": 10.0, "ExpectedRevenue": null, "CloseDate": "2026-12-31", "IsClosed": false,
  "IsWon": false, "OwnerId": "0055500000aBcDeAAK", "ContractId": null, "Fiscal": "2026 4",
  "CreatedDate": "2026-01-01T07:30:00.000+0000", "SystemModstamp": "2026-01-01T07:30:00.000+0000"}]
""",
)
# A byte order mark; 1 or nothing for true and false; nothing for no value; JSON in a cell.
LOADER = (
    """\
\ufeffId,IsDeleted,MasterRecordId,Name,ParentId,AccountNumber,BillingCountry,BillingAddress,Website,\
CreatedDate,SystemModstamp
001D000000IqhSLIAZ,,,"Müller, Söhne",,C-1,Germany,"{""city"":""Köln"",""country"":""Germany""}",\
mueller.example,2023-05-11T07:30:00.000+0000,2023-05-11T07:30:00.000+0000
""",
    """\
\ufeffId,IsDeleted,AccountId,Name,StageName,Amount,Probability,ExpectedRevenue,CloseDate,\
IsClosed,IsWon,OwnerId,ContractId,CreatedDate,SystemModstamp
006q000000HddohAAB,,001D000000IqhSLIAZ,First,Won,1000,100,1000,2026-02-10,1,1,\
0055500000aBcDeAAK,,2026-01-01T07:30:00.000+0000,2026-01-01T07:30:00.000+0000
006q000000HK8jdAAD,,,Second,Open,#N/A,10,,2026-12-31,,,\
0055500000aBcDeAAK,#N/A,2026-01-01T07:30:00.000+0000,2026-01-01T07:30:00.000+0000
""",
)
# Latin-1, as the firm says; everything in quotes, texts over several lines; "0" and "1"; all zeros
# for no record; days with a clock, instants without a zone; no calculated columns.
WEEKLY = (
    """\
"Id","IsDeleted","MasterRecordId","Name","ParentId","AccountNumber","BillingStreet",\
"BillingCountry","Website","CreatedDate","SystemModstamp"
"001D000000IqhSLIAZ","0","000000000000000AAA","Müller, Söhne","000000000000000AAA","C-1",\
"Domstraße 1
2. Stock","Germany","mueller.example","2023-05-11 07:30:00","2023-05-11 07:30:00"
""",
    """\
"Id","IsDeleted","AccountId","Name","StageName","StageSortOrder","Amount","Probability",\
"CloseDate","IsClosed","IsWon","OwnerId","ContractId","CreatedDate","SystemModstamp"
"006q000000HddohAAB","0","001D000000IqhSLIAZ","First","Won","9","1000.0","100.0",\
"2026-02-10 00:00:00","1","1","0055500000aBcDeAAK","000000000000000AAA",\
"2026-01-01 07:30:00","2026-01-01 07:30:00"
"006q000000HK8jdAAD","0","000000000000000AAA","Second","Open","1","","10.0","2026-12-31 00:00:00",\
"0","0","0055500000aBcDeAAK","000000000000000AAA","2026-01-01 07:30:00","2026-01-01 07:30:00"
""",
)
# Snake case, also of numbers in names; a midnight for a day; columns of the connector's own.
FIVETRAN = (
    """\
_fivetran_synced,id,is_deleted,master_record_id,name,parent_id,account_number,billing_country,website,\
created_date,system_modstamp,_fivetran_active
2026-06-01 06:00:00,001D000000IqhSLIAZ,false,,"Müller, Söhne",,C-1,Germany,mueller.example,\
2023-05-11 07:30:00,2023-05-11 07:30:00,true
""",
    """\
_fivetran_synced,id,is_deleted,account_id,name,stage_name,amount,probability,close_date,is_closed,\
is_won,owner_id,contract_id,is_excluded_from_territory_2_filter,created_date,system_modstamp,_fivetran_active
2026-06-01 06:00:00,006q000000HddohAAB,false,001D000000IqhSLIAZ,First,Won,1000,100,\
2026-02-10 00:00:00,true,true,0055500000aBcDeAAK,,false,2026-01-01 07:30:00,2026-01-01 07:30:00,true
2026-06-01 06:00:00,006q000000HK8jdAAD,false,,Second,Open,,10,2026-12-31 00:00:00,\
false,false,0055500000aBcDeAAK,,false,2026-01-01 07:30:00,2026-01-01 07:30:00,true
""",
)
EXPORTS = {
    "rest": ("json", REST),
    "loader": ("csv", LOADER),
    "weekly": ("csv", WEEKLY),
    "fivetran": ("csv", FIVETRAN),
}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> FirmOfFiles:
    """The org four times, once in each dialect."""
    firm = firm_of_files(
        tmp_path_factory.mktemp("exports"),
        dict.fromkeys(EXPORTS, ("salesforce", "crm")),
        dialects={"weekly": {"encoding": "latin-1"}},
        policies={"crm_currency": "GBP"},
    )
    for name, (ending, (account, opportunity)) in EXPORTS.items():
        encoding = "latin-1" if name == "weekly" else "utf-8"
        firm.put(name, "account", f"account.{ending}", account.encode(encoding))
        firm.put(name, "opportunity", f"opportunity.{ending}", opportunity.encode(encoding))
    firm.build("+path:models/canonical/salesforce")
    assert firm.not_loaded() == []
    return firm


@pytest.mark.parametrize("instance", EXPORTS)
def test_a_client_is_the_same_in_every_dialect(exports: FirmOfFiles, instance: str) -> None:
    assert exports.rows(
        "select source_record_id, name, merged_into_ref, parent_ref, external_client_code, country,"
        " domain, currency, status, created_on, is_deleted from canonical.salesforce__client"
        f" where source_instance = '{instance}'"
    ) == [
        (
            *("001D000000IqhSLIAZ", "Müller, Söhne", None, None, "C-1", "Germany"),
            *("mueller.example", "GBP", "active", date(2023, 5, 11), False),
        )
    ]


@pytest.mark.parametrize("instance", EXPORTS)
def test_an_opportunity_is_the_same_in_every_dialect(exports: FirmOfFiles, instance: str) -> None:
    owner = "0055500000aBcDeAAK"
    assert exports.rows(
        "select source_record_id, client_ref, name, stage, is_won, is_closed, closed_on, opened_on,"
        " amount, currency, probability, owner_record_id, contract_ref, is_deleted"
        f" from canonical.salesforce__opportunity where source_instance = '{instance}' order by 1"
    ) == [
        (
            *("006q000000HK8jdAAD", None, "Second", "open", False, False, None, date(2026, 1, 1)),
            *(None, "GBP", Decimal("0.1000"), owner, None, False),
        ),
        (
            *("006q000000HddohAAB", f"{instance}:001D000000IqhSLIAZ", "First", "won", True, True),
            *(date(2026, 2, 10), date(2026, 1, 1), Decimal("1000.0000"), "GBP"),
            *(Decimal("1.0000"), owner, None, False),
        ),
    ]


def test_nothing_of_an_export_is_a_surprise(exports: FirmOfFiles) -> None:
    assert (
        exports.rows(
            "select instance, column_name from meta.schema_drift where kind = 'new_column'"
        )
        == []
    )


def test_what_an_export_says_is_gone_is_gone(exports: FirmOfFiles) -> None:
    """An increment has the record again, with the mark of its dialect."""
    gone = WEEKLY[0].replace('IAZ","0"', 'IAZ","1"')
    assert gone != WEEKLY[0]
    exports.put("weekly", "account", "account_2.csv", gone.encode("latin-1"))
    exports.build("+salesforce__client")
    assert exports.rows(
        "select source_instance, is_deleted, status from canonical.salesforce__client order by 1"
    ) == [
        ("fivetran", False, "active"),
        ("loader", False, "active"),
        ("rest", False, "active"),
        ("weekly", True, "inactive"),
    ]
