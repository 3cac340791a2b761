with

opportunity as (

    select * from {{ ref('salesforce__opportunity') }}

),

stg_opportunity as (

    select * from {{ ref('stg_salesforce__opportunity') }}

),

-- What is decided is no forecast any more.
final as (

    select
        opportunity.source_instance,
        opportunity.source_system,
        opportunity.source_record_id,
        opportunity._raw_row_id,
        {{ null_of('string') }} as project_ref,
        opportunity.source_instance || ':' || opportunity.source_record_id as opportunity_ref,
        cast(1 as bigint) as version,
        {{ month_start('stg_opportunity.closes_on') }} as month_on,
        {{ null_of('bigint') }} as seconds,
        {{ null_of('decimal(18, 4)') }} as cost_amount,
        {{ money_mul('opportunity.amount', 'opportunity.probability') }} as revenue_amount,
        opportunity.currency,
        opportunity.is_deleted

    from opportunity
    inner join stg_opportunity
        on
            opportunity.source_instance = stg_opportunity.source_instance
            and opportunity.source_record_id = stg_opportunity.opportunity_record_id
    where not opportunity.is_closed

)

select * from final
