-- The breaks with their records as a reader of the extracts knows them (`simulator.links` says how ids of D365 are made).
with record as (
    select distinct left_kind as kind, left_no as no, left_part as part from truth.break where left_kind is not null
    union
    select distinct right_kind, right_no, right_part from truth.break where right_kind is not null
),
dated_rate as (                        -- the CRM counts its rates by currency and month
    select row_number() over (order by currency, starts_on) as rate_no, currency || ':' || starts_on as part from crm.dated_rate
),
company_keyed as (                     -- what D365 keys by company and number
    select 'erp.project' as kind, erp_project_no as no, company_no, upper(projid) as key from erp.project
    union all select 'erp.customer', customer_no, company_no, upper(account_num) from erp.customer
    union all select 'erp.hour_trans', trans_no, company_no, trans_id('HR', trans_no) from erp.hour_trans
    union all select 'erp.on_account', trans_no, company_no, trans_id('OA', trans_no) from erp.on_account
    union all select 'erp.revenue_trans', trans_no, company_no, trans_id('RV', trans_no) from erp.revenue_trans
    union all select 'erp.invoice', invoice_no, company_no, upper(invoice_number) || '/' || cast(invoiced_on as varchar) from erp.invoice
    union all select 'erp.purchase_line', purchase_line_no, company_no, upper(purchase_id) || '/' || line_number from erp.purchase_line
),
identified as (
    select record.*,
        case record.kind
            when 'crm.account' then sf_account(record.no)
            when 'crm.opportunity' then sf_opportunity(record.no)
            when 'crm.contract' then sf_contract(record.no)
            when 'crm.order_item' then sf_orderitem(record.no)
            when 'crm.rate_revision' then sf_rate_revision(record.no)
            when 'psa.project' then sf_proj(record.no)
            when 'psa.resource' then sf_contact(record.no)
            when 'psa.resource_calendar' then (select sf_contact(min(calendar.resource_no)) from psa.resource_calendar as calendar where calendar.resource_calendar_no = record.no)
            when 'psa.assignment' then sf_assignment(record.no)
            when 'psa.schedule' then sf_schedule(record.no)
            when 'psa.split' then sf_timecard(record.no)
            when 'psa.split_day' then sf_timecard(record.no) || ':' || record.part
            when 'psa.expense' then sf_expense(record.no)
            when 'psa.milestone' then sf_milestone(record.no)
            when 'psa.billing_event' then sf_billing_event(record.no)
            when 'hr.worker' then wid_worker(record.no)
            when 'hr.time_off' then 'TIME_OFF_REQUEST-' || lpad(cast(record.no as varchar), 7, '0')
            when 'erp.invoice_line' then 'onacc/' || recid_projinvoiceonacc(record.no)
            when 'erp.journal_entry' then cast(recid_generaljournalentry(record.no) as varchar)
            when 'erp.dimension_map' then cast(recid_dimensionmap(record.no) as varchar)
            when 'erp.vendor_bill_line' then cast(recid_vendinvoicetrans(record.no) as varchar)
            when 'crm.dated_rate' then (select sf_datedconversionrate(dated_rate.rate_no) from dated_rate where dated_rate.part = record.part)
            when 'crm.file' then record.part
            when 'psa.file' then record.part
            when 'hr.file' then record.part
            when 'erp.file' then record.part
            else company.code || '/' || company_keyed.key
        end as record_id
    from record
    left join company_keyed on record.kind = company_keyed.kind and record.no = company_keyed.no
    left join mdm.company as company on company_keyed.company_no = company.company_no
)
select break.break_no, break.code,
    split_part(break.left_kind, '.', 1) as left_instance, left_record.record_id as left_record_id,
    split_part(break.right_kind, '.', 1) as right_instance, right_record.record_id as right_record_id,
    break.* exclude (break_no, code, company_no), company.code as legal_entity
from truth.break as break
left join identified as left_record
    on break.left_kind = left_record.kind and break.left_no = left_record.no and break.left_part is not distinct from left_record.part
left join identified as right_record
    on break.right_kind = right_record.kind and break.right_no = right_record.no and break.right_part is not distinct from right_record.part
left join mdm.company as company on break.company_no = company.company_no
