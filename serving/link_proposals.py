"""Propose which clients of different systems may be one, by how alike their records are.

A proposal joins nothing: a person accepts it or not (`serving.link_decisions`). What is proposed is
what no number, tax number or name and domain has linked already: two live records of two systems
that have no record of the other's system on their client yet, and that nobody has decided about.

How alike two records are is Splink's estimate on DuckDB: a prior, and for each comparison how
often two records of one client (m) and of two clients (u) come out at each level. They are stated
here and not trained, so that the same records give the same proposals.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from ingest.home import Home
from ingest.warehouse import open_warehouse
from serving.errors import BuildError

LEAST_PROBABILITY = Decimal("0.5")
_PRIOR = 0.001
_NAMES_ALIKE = (0.92, 0.8)  # Jaro-Winkler
_TAX_NUMBERS_ALIKE = 1  # Levenshtein
_M_AND_U = {  # exact, then alike by the thresholds above, then neither
    "name_key": ((0.55, 0.3, 0.1, 0.05), (0.0001, 0.0005, 0.02, 0.9794)),
    "domain": ((0.9, 0.1), (0.002, 0.998)),
    "country": ((0.95, 0.05), (0.25, 0.75)),
    "tax_key": ((0.8, 0.1, 0.1), (0.0005, 0.001, 0.9985)),
}
_SAME_BLOCK = (
    "l.domain = r.domain",
    "substr(l.name_key, 1, 3) = substr(r.name_key, 1, 3)",
    "l.tax_key = r.tax_key",
)
_RECORDS = """
    with live as (
        select
            record.*,
            instance.realm,
            xref.client_id,
            row_number() over (
                partition by instance.realm, record.source_record_id
                order by record.client_record_id <> xref.client_id, record.source_instance
            ) as precedence
        from canonical.client_record as record
        inner join meta.instance as instance on record.source_instance = instance.instance
        inner join canonical.xref_client as xref on record.client_record_id = xref.reference
        where not record.is_deleted and record.merged_into_reference is null
    )

    select
        client_record_id as unique_id,
        realm,
        client_id,
        source_instance,
        name,
        nullif(regexp_replace(lower(name), '[^\\p{L}\\p{N}]', '', 'g'), '') as name_key,
        lower(domain) as domain,
        upper(country) as country,
        tax_number,
        nullif(regexp_replace(lower(tax_number), '[^\\p{L}\\p{N}]', '', 'g'), '') as tax_key
    from live
    where precedence = 1
"""
_PROPOSALS = """
    select
        cast(found.match_probability as decimal(5, 4)) as probability,
        one.unique_id, one.name, one.domain, one.country, one.tax_number,
        other.unique_id, other.name, other.domain, other.country, other.tax_number
    from {scored} as found
    inner join record as one on one.unique_id = least(found.unique_id_l, found.unique_id_r)
    inner join record as other on other.unique_id = greatest(found.unique_id_l, found.unique_id_r)
    where not exists (
            from record as linked
            where linked.client_id = one.client_id and linked.realm = other.realm
        )
        and not exists (
            from record as linked
            where linked.client_id = other.client_id and linked.realm = one.realm
        )
        and not exists (
            from decided
            where (left_reference = one.unique_id and right_reference = other.unique_id)
                or (left_reference = other.unique_id and right_reference = one.unique_id)
        )
    order by 1 desc, 2, 7
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a proposal.

    Attributes:
        reference: Instance, a colon and the id the source uses.
        name: As the source has it; None where it has none, like all below.
        domain: In lower case.
        country: ISO 3166-1.
        tax_number: As the source has it.
    """

    reference: str
    name: str | None
    domain: str | None
    country: str | None
    tax_number: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two records that may be one client.

    Attributes:
        probability: That they are, more than 0 and at most 1, four decimals.
        left: The record whose reference sorts first.
        right: The other.
    """

    probability: Decimal
    left: Side
    right: Side


def propose_links(home: Home, *, least: Decimal = LEAST_PROBABILITY) -> list[Proposal]:
    """Compare the clients of the warehouse that are linked by nothing yet.

    Args:
        home: Whose warehouse; opened read-only.
        least: Probability below which nothing is proposed, above 0 and at most 1.

    Returns:
        Proposals, the likeliest first; zero or more.

    Raises:
        BuildError: The models were not built yet.
        WarehouseError: There is no warehouse, or it is being written.
    """
    with open_warehouse(home, read_only=True) as warehouse:
        try:
            record = warehouse.sql(_RECORDS).to_arrow_table()
        except duckdb.CatalogException as error:
            raise BuildError(
                f"{home.warehouse}: no client was built yet.", way_out="run `tieout run` first."
            ) from error
        decided = warehouse.sql(
            "select left_reference, right_reference from raw_current.tieout__client_link"
        ).to_arrow_table()
    with duckdb.connect() as connection:
        connection.register("record", record)
        connection.register("decided", decided)
        scored = _scored(connection, least)
        found = connection.execute(_PROPOSALS.format(scored=scored)).fetchall()
    return [_proposal(row) for row in found]


def _scored(connection: duckdb.DuckDBPyConnection, least: Decimal) -> str:
    """Return the table of pairs of the table ``record`` that are likely enough."""
    import splink.blocking_rule_library as blocking
    import splink.comparison_library as compared
    from splink import Linker, SettingsCreator
    from splink.backends.duckdb import DuckDBAPI

    comparisons = [
        compared.JaroWinklerAtThresholds("name_key", list(_NAMES_ALIKE)),
        compared.ExactMatch("domain"),
        compared.ExactMatch("country"),
        compared.LevenshteinAtThresholds("tax_key", [_TAX_NUMBERS_ALIKE]),
    ]
    for comparison, (m, u) in zip(comparisons, _M_AND_U.values(), strict=True):
        comparison.configure(m_probabilities=list(m), u_probabilities=list(u))
    settings = SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=_PRIOR,
        comparisons=[*comparisons],
        blocking_rules_to_generate_predictions=[
            blocking.CustomRule(f"{same} and l.realm <> r.realm and l.client_id <> r.client_id")
            for same in _SAME_BLOCK
        ],
    )
    linker = Linker(DuckDBAPI(connection).register("record"), settings, log_level="ERROR")
    return linker.inference.predict(threshold_match_probability=float(least)).physical_name


def _proposal(row: tuple[Any, ...]) -> Proposal:
    return Proposal(row[0], Side(*row[1:6]), Side(*row[6:11]))
