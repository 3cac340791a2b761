"""One firm's files may be written otherwise than the contracts say, and stay readable for good."""

from pathlib import Path

from ingest.config import Firm, load_firm
from ingest.rebuild import rebuild
from tests.integration.vendors.firm_of_files import FirmOfFiles, firm_of_files

ACCOUNT = "Id,IsDeleted,Name\n001D000000IqhSLIAZ,false,Müller\n".encode("latin-1")
NAMES = "select name from raw_current.salesforce__account"


def latin(folder: Path) -> FirmOfFiles:
    return firm_of_files(
        folder,
        {"crm": ("salesforce", "crm")},
        dialects={"crm": {"encoding": "latin-1"}},
    )


def test_files_are_read_in_the_dialect_of_their_instance_also_when_rebuilt(tmp_path: Path) -> None:
    firm = latin(tmp_path)
    firm.put("crm", "account", "account.csv", ACCOUNT)
    firm.load()
    assert firm.rows(NAMES) == [("Müller",)]

    # What the firm says today is of files to come: the receipt keeps how this one was read.
    path = firm.firm.path
    path.write_text(path.read_text().replace("encoding: latin-1", "encoding: cp037"))
    rebuild(load_firm(path), firm.home, published_versions=[])
    assert firm.rows(NAMES) == [("Müller",)]


def test_a_file_read_in_a_wrong_dialect_is_read_anew_when_it_comes_again(tmp_path: Path) -> None:
    firm = firm_of_files(tmp_path / "plain", {"crm": ("salesforce", "crm")})
    firm.put("crm", "account", "account.csv", ACCOUNT)
    firm.load()
    assert firm.rows(NAMES) == []

    firm.firm = replace_dialect(firm)
    firm.put("crm", "account", "again.csv", ACCOUNT)
    firm.load()
    assert firm.rows(NAMES) == [("Müller",)]
    firm.put("crm", "account", "once_more.csv", ACCOUNT)
    (result,) = firm.load()
    assert result.status == "unchanged"


def replace_dialect(firm: FirmOfFiles) -> Firm:
    path = firm.firm.path
    path.write_text(path.read_text().replace("dialect: {}", "dialect: {encoding: latin-1}"))
    return load_firm(path)
