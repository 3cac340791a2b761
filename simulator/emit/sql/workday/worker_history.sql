with
told as (
    select s.cut, w.*, w.terminated_at <= s.cut as is_terminated
    from scope as s
    inner join hr.worker as w on s.id = w.worker_no
    where w.deleted_at is null or w.deleted_at > s.cut
),

pay as (
    select *
    from (
        select
            t.cut,
            p.*,
            row_number() over (
                partition by t.cut, p.worker_no, p.starts_on order by p.entered_at desc, p.pay_row_no desc
            ) as place
        from told as t
        inner join hr.pay as p on t.worker_no = p.worker_no and p.entered_at <= t.cut
    )
    where place = 1
),

start as (
    select cut, worker_no, hired_on as starts_on from told
    union
    select p.cut, p.worker_no, p.starts_on
    from pay as p
    inner join told as t on p.cut = t.cut and p.worker_no = t.worker_no
    where p.starts_on > t.hired_on and not (coalesce(t.is_terminated, false) and p.starts_on > t.last_day_on)
    union
    select cut, worker_no, last_day_on + 1 from told where is_terminated and last_day_on >= hired_on
),

version as (
    select *, lead(starts_on) over (partition by cut, worker_no order by starts_on) as next_on
    from start
),

paid as (
    select v.*, p.starts_on as pay_on, p.annual_base, p.hourly_cost, p.currency, p.entered_at
    from version as v
    asof left join pay as p on v.cut = p.cut and v.worker_no = p.worker_no and v.starts_on >= p.starts_on
)

select
    wid_worker(t.worker_no) as "id",
    true as "_fivetran_active",
    cast(v.starts_on as timestamp) as "_fivetran_start",
    coalesce(cast(v.next_on as timestamp) - interval 1 second, timestamp '9999-12-31 23:59:59') as "_fivetran_end",
    false as "_fivetran_deleted",
    greatest(t.created_at, v.entered_at, case when t.is_terminated then t.terminated_at end) as "_fivetran_synced",
    t.worker_code as "worker_code",
    not (coalesce(t.is_terminated, false) and v.starts_on > t.last_day_on) as "active",
    t.hired_on as "hire_date",
    t.original_hire_on as "original_hire_date",
    coalesce(t.is_terminated, false) as "terminated",
    case when t.is_terminated then t.last_day_on end as "termination_date",
    case when t.is_terminated then t.last_day_on end as "termination_last_day_of_work",
    case when t.is_terminated then t.last_day_on end as "end_employment_date",
    case when t.is_terminated then t.termination_reason end as "primary_termination_category",
    case when t.is_rehire then 'Rehire' else 'Hire' end as "hire_reason",
    t.is_rehire as "rehire",
    false as "hire_rescinded",
    l.country as "home_country",
    v.pay_on as "compensation_effective_date",
    case when t.worker_type = 'employee' then f.group_currency end as "annual_currency_summary_currency",
    case when t.worker_type = 'employee' then 'Annual' end as "annual_currency_summary_frequency",
    case when t.worker_type = 'employee' and v.currency = f.group_currency then v.annual_base end
        as "annual_currency_summary_total_base_pay",
    case when t.worker_type = 'employee' then v.currency end as "annual_summary_currency",
    case when t.worker_type = 'employee' then 'Annual' end as "annual_summary_frequency",
    case when t.worker_type = 'employee' then v.annual_base end as "annual_summary_total_base_pay",
    case when t.worker_type = 'employee' then v.currency end as "employee_compensation_currency",
    case when t.worker_type = 'employee' then 'Annual' end as "employee_compensation_frequency",
    case when t.worker_type = 'employee' then v.annual_base end as "employee_compensation_total_base_pay",
    cast(null as varchar) as "hourly_frequency_currency",
    cast(null as varchar) as "hourly_frequency_frequency",
    cast(null as decimal(18, 2)) as "hourly_frequency_total_base_pay",
    case when t.worker_type = 'employee' then v.currency end as "pay_group_frequency_currency",
    cast(null as varchar) as "pay_group_frequency_frequency",
    cast(null as decimal(18, 2)) as "pay_group_frequency_total_base_pay",
    case when t.worker_type <> 'employee' then v.currency end as "contract_currency_code",
    case when t.worker_type <> 'employee' then 'Hourly' end as "contract_frequency_name",
    case when t.worker_type <> 'employee' then v.hourly_cost end as "contract_pay_rate",
    t.vendor_name as "contract_vendor_name",
    case when t.worker_type <> 'employee' and t.is_terminated then t.last_day_on end as "contract_end_date",
    t.cut as _cut
from told as t
inner join paid as v on t.cut = v.cut and t.worker_no = v.worker_no
inner join mdm.location as l on t.location_no = l.location_no
cross join mdm.firm as f
