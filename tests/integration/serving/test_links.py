"""Links between clients that a person judges: proposed, never joined, until somebody says yes."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from ingest.errors import DecisionError
from ingest.rebuild import rebuild
from serving.link_decisions import read_decisions, write_proposals
from tests.integration.vendors.firm_of_files import FirmOfFiles, csv_of, firm_of_files

ACME, GLOBEX, BROWN = (f"0015500000aaaa{letter}AAA" for letter in "abc")
TYPO, HOOLI = (f"0015500000bbbb{letter}AAA" for letter in "ab")
XREF = "select reference, client_id, method, confidence from canonical.xref_client order by 1"


def account(number: str, name: str, domain: str, country: str, **more: str) -> dict[str, object]:
    website = f"https://www.{domain}"
    said = {"Id": number, "IsDeleted": "false", "Name": name, "Website": website}
    return {**said, "BillingCountryCode": country, **more}


@dataclass
class Proposed:
    """A firm, what was proposed of it, and how its clients were linked then."""

    firm: FirmOfFiles
    path: Path
    pairs: dict[tuple[str, str], Decimal]
    links: list[tuple[Any, ...]]


def run(firm: FirmOfFiles, *arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIEOUT_HOME", str(firm.home.root))
        with pytest.raises(SystemExit) as ended:
            main(arguments)
    return int(ended.value.code or 0)


def filled(path: Path, answers: dict[tuple[str, str], str]) -> Path:
    """Write a copy of a list of proposals with answers in it, as a spreadsheet does."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["accept"] = answers.get((row["left_reference"], row["right_reference"]), "")
    target = path.with_name("filled.csv")
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return target


def proposals_in(path: Path) -> dict[tuple[str, str], Decimal]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["left_reference"], row["right_reference"]): Decimal(row["probability"])
            for row in csv.DictReader(file)
        }


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Proposed:
    """Two orgs and an ERP: a typo in a name, a name alone, a number that links, and strangers."""
    folder = tmp_path_factory.mktemp("links")
    firm = firm_of_files(
        folder,
        {
            "crm": ("salesforce", "crm"),
            "emea": ("salesforce", "crm"),
            "erp": ("d365_finance", "erp"),
        },
    )
    firm.put(
        *("crm", "account", "a.csv"),
        csv_of(
            account(ACME, "Acme Industries", "acme.com", "US"),
            account(GLOBEX, "Globex", "globex.com", "GB"),
            account(BROWN, "Brown Mining", "brown.com", "US", AccountNumber="C-9"),
        ),
    )
    firm.put(
        *("emea", "account", "a.csv"),
        csv_of(
            account(TYPO, "Acme Industreis", "acme.com", "US"),
            account(HOOLI, "Hooli", "hooli.com", "US"),
        ),
    )
    customer = {"dataareaid": "usmf", "currency": "USD"}
    firm.put(
        *("erp", "custtable", "a.csv"),
        csv_of(
            {"recid": 1, "accountnum": "C-1", "party": 91, **customer},
            {"recid": 2, "accountnum": "C-9", "party": 92, **customer},
        ),
    )
    firm.put(
        *("erp", "dirpartytable", "a.csv"),
        csv_of({"recid": 91, "name": "ACME Industries"}, {"recid": 92, "name": "Brown Mining"}),
    )
    firm.model("+client")
    path = folder / "proposals.csv"
    assert run(firm, "links", "propose", "--to", str(path)) == 0
    return Proposed(firm, path, proposals_in(path), firm.rows(XREF))


def test_a_typo_in_the_name_and_an_equal_domain_are_proposed(proposed: Proposed) -> None:
    assert proposed.pairs[f"crm:{ACME}", f"emea:{TYPO}"] > Decimal("0.99")


def test_strangers_and_what_a_number_links_are_not_proposed_and_the_likeliest_comes_first(
    proposed: Proposed,
) -> None:
    """Of the ERP's customer only the name is known: alike to the letter, or not enough."""
    assert list(proposed.pairs) == [
        (f"crm:{ACME}", f"emea:{TYPO}"),
        (f"crm:{ACME}", "erp:usmf/C-1"),
    ]


def test_a_proposal_joins_nothing(proposed: Proposed) -> None:
    one = Decimal("1.0000")
    assert proposed.links == [
        (f"crm:{ACME}", f"crm:{ACME}", "native_reference", one),
        (f"crm:{GLOBEX}", f"crm:{GLOBEX}", "native_reference", one),
        (f"crm:{BROWN}", f"crm:{BROWN}", "native_reference", one),
        (f"emea:{TYPO}", f"emea:{TYPO}", "native_reference", one),
        (f"emea:{HOOLI}", f"emea:{HOOLI}", "native_reference", one),
        ("erp:usmf/C-1", "erp:usmf/C-1", "native_reference", one),
        ("erp:usmf/C-9", f"crm:{BROWN}", "external_id", one),
    ]


def test_the_same_records_give_the_same_proposals(proposed: Proposed, tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    assert run(proposed.firm, "links", "propose", "--to", str(again)) == 0
    assert again.read_bytes() == proposed.path.read_bytes()


def test_a_list_that_is_there_is_not_written_over(proposed: Proposed) -> None:
    with pytest.raises(DecisionError, match="is there already"):
        write_proposals([], proposed.path)


def landed(firm: FirmOfFiles) -> list[Path]:
    return list((firm.home.landing / "_tieout/client_link").glob("*.receipt.json"))


def test_a_wrong_list_is_refused_whole_and_every_problem_named(
    proposed: Proposed, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(
        "left_reference,right_reference,accept\n"
        f"crm:{ACME},emea:{TYPO},yes\n"
        f"crm:{ACME},emea:none,yes\n"
        f"crm:{ACME},crm:{GLOBEX},no\n"
    )
    before = landed(proposed.firm)
    assert run(proposed.firm, "links", "accept", str(path), "--reason", "seen") == 2
    said = " ".join(capfd.readouterr().err.split())
    assert "2 things cannot be taken as given" in said
    assert "wrong.csv, line 3, column right_reference: 'emea:none' is no client's record" in said
    assert "wrong.csv, line 4: crm:" in said
    assert landed(proposed.firm) == before


def test_an_answer_is_yes_or_no(tmp_path: Path) -> None:
    path = tmp_path / "maybe.csv"
    path.write_text("left_reference;right_reference;accept\na:1;b:1;maybe\na:2;b:2;\na:3;b:3;NO\n")
    with pytest.raises(DecisionError) as refused:
        read_decisions(path)
    assert refused.value.failures == (
        "maybe.csv, line 2, column accept: 'maybe' is neither yes nor no",
    )


@pytest.fixture(scope="module")
def decided(proposed: Proposed) -> Proposed:
    """The same firm when the typo was accepted, the ERP's customer refused, and all was rebuilt."""
    answers = {
        (f"crm:{ACME}", f"emea:{TYPO}"): "yes",
        (f"crm:{ACME}", "erp:usmf/C-1"): "no",
    }
    path = filled(proposed.path, answers)
    reason = ("--reason", "asked the account manager", "--author", "ann")
    assert run(proposed.firm, "links", "accept", str(path), *reason) == 0
    proposed.firm.load()
    rebuild(proposed.firm.firm, proposed.firm.home, published_versions=[])
    proposed.firm.model("+client")
    again = path.with_name("later.csv")
    assert run(proposed.firm, "links", "propose", "--to", str(again)) == 0
    return Proposed(proposed.firm, again, proposals_in(again), proposed.firm.rows(XREF))


def test_what_a_person_accepted_is_one_client(decided: Proposed) -> None:
    assert [link for link in decided.links if link[0] == f"emea:{TYPO}"] == [
        (f"emea:{TYPO}", f"crm:{ACME}", "accepted", Decimal("1.0000"))
    ]
    assert decided.firm.rows(
        "select client_id, name from canonical.client where name like 'Acme%' order by 1"
    ) == [(f"crm:{ACME}", "Acme Industries")]


def test_what_a_person_refused_stays_apart_and_is_not_proposed_again(decided: Proposed) -> None:
    assert [link for link in decided.links if link[0] == "erp:usmf/C-1"] == [
        ("erp:usmf/C-1", "erp:usmf/C-1", "native_reference", Decimal("1.0000"))
    ]
    assert decided.pairs == {}


def test_who_decided_and_why_is_kept_over_a_rebuild(decided: Proposed) -> None:
    assert decided.firm.rows(
        "select left_reference, right_reference, is_accepted, author, reason"
        " from staging.stg_tieout__client_link order by link_id limit 1"
    ) == [(f"crm:{ACME}", f"emea:{TYPO}", True, "ann", "asked the account manager")]
