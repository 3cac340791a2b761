"""Salesforce: what the CRM instance delivers, object by object."""

from simulator.emit.extracts import (
    Extract,
    Total,
    moments_of,
    moments_on_first_day,
    moments_through,
    sql_of,
)
from simulator.emit.org import org_extract

PREPARATION = sql_of("salesforce", "_preparation")


def extracts() -> list[Extract]:
    """Return what is delivered; ``PREPARATION`` has to have run before any of it is written."""
    return [
        _object("user", "User", moments_of("crm.user", "user_no", "created_at", "deactivated_at")),
        _object(
            "account",
            "Account",
            moments_of(
                "crm.account",
                "account_no",
                "created_at",
                "account_number_at",
                "merged_at",
                "client_since",
                "left_at",
                "changed_at",
                "deleted_at",
            ),
        ),
        _reference(
            "opportunity_stage",
            "OpportunityStage",
            moments_on_first_day("crm.stage", "stage_no"),
        ),
        _object(
            "opportunity",
            "Opportunity",
            moments_of(
                "crm.opportunity",
                "opportunity_no",
                "created_at",
                "contract_linked_at",
                "closed_at",
                "changed_at",
                "deleted_at",
            ),
            "select opportunity_no as id, changed_at as changed_at from crm.opportunity_stage",
            totals=(Total("amount", '"Amount"'),),
        ),
        _object(
            "opportunity_line_item",
            "OpportunityLineItem",
            moments_of("crm.opportunity_line", "opportunity_line_no", "created_at"),
            moments_through(
                "crm.opportunity_line",
                "opportunity_line_no",
                "crm.opportunity",
                "opportunity_no",
                "deleted_at",
            ),
            totals=(Total("total_price", '"TotalPrice"'),),
        ),
        _object(
            "product_2",
            "Product2",
            moments_on_first_day("product", "product_no"),
        ),
        *_agreements(),
        *_currencies(),
    ]


def _agreements() -> list[Extract]:
    return [
        _object(
            "contract",
            "Contract",
            moments_of(
                "crm.contract",
                "contract_no",
                "created_at",
                "activated_at",
                "cancelled_at",
                "expired_at",
                "changed_at",
                "deleted_at",
            ),
        ),
        _object(
            "order",
            "Order",
            moments_of("crm.order", "order_no", "created_at", "activated_at", "deleted_at"),
            totals=(Total("total_amount", '"TotalAmount"'),),
        ),
        _object(
            "order_item",
            "OrderItem",
            moments_of("crm.order_item", "order_item_no", "created_at", "deleted_at"),
            totals=(Total("total_price", '"TotalPrice"'),),
        ),
        _object(
            "rate_revision",
            "Rate_Revision__c",
            moments_of("crm.rate_revision", "rate_revision_no", "created_at", "deleted_at"),
        ),
    ]


def _currencies() -> list[Extract]:
    return [
        _reference(
            "currency_type",
            "CurrencyType",
            moments_on_first_day("currency", "currency_no"),
            moments_through("currency", "currency_no", "dated_rate", "currency", "valid_at"),
        ),
        _reference(
            "dated_conversion_rate",
            "DatedConversionRate",
            moments_of(
                "dated_rate",
                "rate_no",
                "valid_at",
                "case when year(next_start_on) < 9999 then cast(next_start_on as timestamp) end",
            ),
        ),
    ]


def _object(entity: str, source: str, *moments: str, totals: tuple[Total, ...] = ()) -> Extract:
    has_deletes = source != "User"
    return org_extract(
        "salesforce", entity, source, *moments, totals=totals, has_deletes=has_deletes
    )


def _reference(entity: str, source: str, *moments: str) -> Extract:
    return org_extract("salesforce", entity, source, *moments, has_deletes=False)
