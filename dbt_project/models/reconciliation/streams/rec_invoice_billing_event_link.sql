with

invoice as (

    select * from {{ ref('invoice') }}

),

billing_document as (

    select * from {{ ref('acc_billing_document') }}

),

-- A number is an entity's own: two entities may both have an invoice 7.
invoices as (

    select
        invoice_id as record_id,
        legal_entity_id,
        project_id,
        {{ tieout.code_key('invoice_number') }} as number_key,
        invoiced_on as billed_on,
        untaxed_amount as amount,
        currency

    from invoice
    where
        not is_deleted
        and kind = 'invoice'
        and status in ('validated', 'posted', 'paid')

),

documents as (

    select
        event_id as record_id,
        legal_entity_id,
        project_id,
        {{ tieout.code_key('invoice_number') }} as number_key,
        billed_on,
        amount,
        currency

    from billing_document

),

-- The systems may put the project under different legal entities, which is not the invoice's fault.
by_project as (

    {{ pair_by_key(
        'invoices', 'documents', ['project_id', 'number_key'],
        'native_reference', with_seconds=false) }}

),

invoices_of_others as (

    {{ unclaimed('invoices', 'left', ['by_project']) }}

),

documents_of_others as (

    {{ unclaimed('documents', 'right', ['by_project']) }}

),

by_number as (

    {{ pair_by_key(
        'invoices_of_others', 'documents_of_others', ['legal_entity_id', 'number_key'],
        'integration_reference', with_seconds=false) }}

),

invoices_left as (

    {{ unclaimed('invoices', 'left', ['by_project', 'by_number']) }}

),

documents_left as (

    {{ unclaimed('documents', 'right', ['by_project', 'by_number']) }}

),

-- The number has not come back to the PSA, or another one has.
by_content as (

    {{ pair_by_key(
        'invoices_left', 'documents_left', ['project_id', 'billed_on', 'currency', 'amount'],
        'composite_key', with_seconds=false) }}

),

pairs as (

    select * from by_project
    union all
    select * from by_number
    union all
    select * from by_content

),

paired as (

    select
        pairs.left_id,
        pairs.right_id,
        pairs.match_pass,
        0 as allocated_seconds,
        billing_document.amount as allocated_amount,
        billing_document.currency

    from pairs
    inner join billing_document on pairs.right_id = billing_document.event_id

),

final as (

    {{ stream_link('invoice_billing_event', 'paired') }}

)

select * from final
