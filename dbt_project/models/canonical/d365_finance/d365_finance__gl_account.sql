with

mainaccount as (

    select * from {{ ref('stg_d365_finance__mainaccount') }}

),

mainaccountcategory as (

    select * from {{ ref('stg_d365_finance__mainaccountcategory') }}

),

code_map as (

    select * from {{ ref('code_map') }}

),

instance as (

    select * from {{ ref('stg_meta__instance') }}

),

categories as (

    select
        source_instance,
        category_number,
        max(category_code) as category_code

    from mainaccountcategory
    where not is_deleted
    group by source_instance, category_number

),

-- A chart of accounts serves many companies: its accounts are nobody's alone.
final as (

    select
        mainaccount.source_instance,
        instance.source_system,
        mainaccount.record_id as source_record_id,
        mainaccount._raw_row_id,
        {{ null_of('string') }} as legal_entity_ref,
        mainaccount.account_code as code,
        mainaccount.name,
        coalesce(classes.canonical_value, 'other') as account_class,
        mainaccount.currency_code as currency,
        mainaccount.is_deleted

    from mainaccount
    inner join instance on mainaccount.source_instance = instance.source_instance
    left join categories
        on
            mainaccount.source_instance = categories.source_instance
            and mainaccount.category_number = categories.category_number
    left join code_map as classes
        on
            classes.vendor = 'd365_finance'
            and classes.field = 'mainaccountcategory.accountcategory'
            and categories.category_code = classes.source_value

)

select * from final
