with

contract as (

    select * from {{ ref('stg_salesforce__contract') }}

),

contract_line as (

    select * from {{ ref('salesforce__contract_line') }}

),

opportunity as (

    select * from {{ ref('salesforce__opportunity') }}

),

orders as (

    select * from {{ ref('stg_salesforce__order') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

org as (

    {{ salesforce_orgs() }}

),

-- Several deals may point to one contract: extensions do. It came from the first that was won.
deals as (

    select
        contract_ref,
        source_instance || ':' || source_record_id as opportunity_ref,
        row_number() over (
            partition by contract_ref
            order by
                case when is_won then 0 else 1 end,
                closed_on nulls last,
                source_record_id
        ) as precedence

    from opportunity
    where
        contract_ref is not null
        and not is_deleted

),

purchase_orders as (

    select
        source_instance,
        contract_record_id,
        po_number,
        row_number() over (
            partition by source_instance, contract_record_id
            order by
                version desc nulls last,
                effective_on desc nulls last,
                order_record_id desc
        ) as precedence

    from orders
    where
        po_number is not null
        and not is_deleted

),

agreed as (

    select
        contract_ref,
        price,
        row_number() over (
            partition by contract_ref, line_number
            order by
                version desc,
                source_record_id desc
        ) as precedence

    from contract_line
    where
        status = 'approved'
        and not is_deleted

),

totals as (

    select
        contract_ref,
        cast(sum(price) as decimal(18, 4)) as total_amount

    from agreed
    where precedence = 1
    group by contract_ref

),

final as (

    select
        contract.source_instance,
        org.source_system,
        contract.contract_record_id as source_record_id,
        contract._raw_row_id,
        contract.contract_number,
        deals.opportunity_ref,
        contract.source_instance || ':' || contract.account_record_id as client_ref,
        contract.legal_entity_code,
        contract.combination_code,
        -- Both have to sign: the later of the two days counts.
        case
            when contract.customer_signed_on >= contract.company_signed_on then contract.customer_signed_on
            when contract.customer_signed_on < contract.company_signed_on then contract.company_signed_on
            else coalesce(
                contract.customer_signed_on, contract.company_signed_on, cast(contract.activated_at as date)
            )
        end as signed_on,
        contract.starts_on,
        coalesce(contract.ends_on, {{ last_day_of_term('contract.starts_on', 'contract.term_months') }}) as ends_on,
        code_map.canonical_value as status,
        purchase_orders.po_number,
        totals.total_amount,
        {{ null_of('decimal(18, 4)') }} as tax_amount,
        coalesce(contract.currency, org.currency) as currency,
        {{ null_of('string') }} as order_billing_method,
        contract.is_deleted

    from contract
    inner join org on contract.source_instance = org.source_instance
    left join deals
        on
            contract.source_instance || ':' || contract.contract_record_id = deals.contract_ref
            and deals.precedence = 1
    left join purchase_orders
        on
            contract.source_instance = purchase_orders.source_instance
            and contract.contract_record_id = purchase_orders.contract_record_id
            and purchase_orders.precedence = 1
    left join totals on contract.source_instance || ':' || contract.contract_record_id = totals.contract_ref
    left join code_map
        on
            code_map.vendor = 'salesforce'
            and code_map.field = 'contract.status_code'
            and contract.status_code = code_map.source_value

)

select * from final
