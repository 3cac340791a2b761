"""What every object of the Salesforce org has, whichever package it belongs to."""

from simulator.emit.blanks import BLANKS
from simulator.emit.extracts import Extract, Total, sql_of
from simulator.ids import salesforce_id

_INTEGRATION_USER = salesforce_id("User", 0)
_LAST_CHANGE = f'_modified_at as "LastModifiedDate", \'{_INTEGRATION_USER}\' as "LastModifiedById",'
_WRITTEN_ONCE = ("ProcessInstanceStep",)


def org_extract(
    vendor: str,
    entity: str,
    source: str,
    *moments: str,
    totals: tuple[Total, ...] = (),
    has_deletes: bool = True,
) -> Extract:
    """Return the extract of an object, with the columns that the platform adds to it.

    Its SQL yields the object's own columns, ``_created_at``, ``_deleted_at``, ``_modified_at`` and
    ``_cut``.

    Args:
        vendor: Whose contract describes it.
        entity: Name of the contract.
        source: API name of the object.
        moments: SQL of its moments; several are joined.
        totals: Sums claimed in the manifests.
        has_deletes: The object has ``IsDeleted``.
    """
    rows = sql_of(vendor, entity)
    changed = "" if source in _WRITTEN_ONCE else _LAST_CHANGE
    is_deleted = (
        'coalesce(cast(_deleted_at as timestamp) <= _cut, false) as "IsDeleted",'
        if has_deletes
        else ""
    )
    return Extract(
        entity=entity,
        source=source,
        moments="\nunion all\n".join(moments),
        rows=f"""
            select
                * exclude (_created_at, _deleted_at, _modified_at, _cut),
                {is_deleted}
                _created_at as "CreatedDate",
                '{_INTEGRATION_USER}' as "CreatedById",
                {changed}
                _modified_at as "SystemModstamp",
                _cut
            from ({rows})
        """,
        order=("Id",),
        totals=totals,
        blanks=BLANKS.get(source, ()),
    )
