with

time_entry as (

    select * from {{ ref('time_entry') }}

),

xref_project as (

    select * from {{ ref('xref_project') }}

),

rate_revision as (

    select * from {{ ref('rate_revision') }}

),

rate_override as (

    select * from {{ ref('rate_override') }}

),

resource as (

    select * from {{ ref('resource') }}

),

project as (

    select * from {{ ref('project') }}

),

-- What is not billed again holds for work from the day it was known on.
agreed as (

    select
        rate_revision_id,
        contract_line_id,
        role,
        hourly_amount,
        currency,
        known_at,
        case
            when retro_policy = 'rebill' or known_at is null or cast(known_at as date) < effective_on then effective_on
            else cast(known_at as date)
        end as holds_from_on

    from rate_revision
    where
        not is_deleted
        and contract_line_id is not null
        and effective_on is not null

),

agreed_ranges as (

    select
        *,
        lag(hourly_amount) over (
            partition by contract_line_id, role
            order by holds_from_on, known_at, rate_revision_id
        ) as earlier_hourly_amount,
        lead(holds_from_on) over (
            partition by contract_line_id, role
            order by holds_from_on, known_at, rate_revision_id
        ) as next_from_on

    from agreed

),

-- Only work that was booked makes a rate matter.
booked as (

    select
        time_entry.time_entry_id,
        time_entry.resource_id,
        time_entry.project_id,
        time_entry.role,
        time_entry.worked_on,
        time_entry.duration_seconds,
        time_entry.bill_hourly_amount,
        time_entry.currency,
        agreed_ranges.contract_line_id,
        agreed_ranges.rate_revision_id,
        agreed_ranges.hourly_amount as agreed_hourly_amount,
        agreed_ranges.earlier_hourly_amount

    from time_entry
    inner join xref_project on time_entry.project_id = xref_project.project_id
    inner join agreed_ranges
        on
            xref_project.contract_line_id = agreed_ranges.contract_line_id
            and time_entry.role = agreed_ranges.role
            and time_entry.currency = agreed_ranges.currency
            and time_entry.worked_on >= agreed_ranges.holds_from_on
            and (agreed_ranges.next_from_on is null or time_entry.worked_on < agreed_ranges.next_from_on)
    where
        not time_entry.is_deleted
        and time_entry.status = 'approved'
        and time_entry.is_billable
        and time_entry.worked_on <= {{ valued_on() }}

),

-- Of the rates the PSA has for the person that day, the one the entry was booked at; else the last that began.
planned as (

    select
        booked.time_entry_id,
        rate_override.rate_override_id,
        rate_override.hourly_amount,
        row_number() over (
            partition by booked.time_entry_id
            order by
                case when rate_override.hourly_amount = booked.bill_hourly_amount then 0 else 1 end asc,
                rate_override.valid_from desc nulls last,
                rate_override.rate_override_id asc
        ) as override_rank

    from booked
    inner join rate_override
        on
            booked.resource_id = rate_override.resource_id
            and booked.project_id = rate_override.project_id
            and booked.currency = rate_override.currency
            and booked.worked_on >= coalesce(rate_override.valid_from, booked.worked_on)
            and booked.worked_on <= coalesce(rate_override.valid_to, booked.worked_on)
    where
        not rate_override.is_deleted
        and (rate_override.role is null or rate_override.role = booked.role)

),

-- The rate in the PSA is what the next entry gets; where it is right, what the entry itself was booked at counts.
compared as (

    select
        booked.*,
        planned.rate_override_id,
        case
            when planned.hourly_amount <> booked.agreed_hourly_amount then planned.hourly_amount
            else booked.bill_hourly_amount
        end as used_hourly_amount

    from booked
    left join planned
        on
            booked.time_entry_id = planned.time_entry_id
            and planned.override_rank = 1

),

-- Work still at the rate before a revision is one finding of the revision, whoever did it.
priced as (

    select
        rate_revision_id,
        case when used_hourly_amount = earlier_hourly_amount then 'revision' else resource_id end as finding,
        contract_line_id,
        agreed_hourly_amount,
        used_hourly_amount,
        currency,
        min(resource_id) as resource_id,
        min(project_id) as project_id,
        min(rate_override_id) as rate_override_id,
        min(role) as role,
        min(worked_on) as first_worked_on,
        max(worked_on) as last_worked_on,
        cast(sum(duration_seconds) as bigint) as duration_seconds,
        cast(used_hourly_amount - agreed_hourly_amount as decimal(18, 4)) as difference

    from compared
    where used_hourly_amount <> agreed_hourly_amount
    group by
        rate_revision_id,
        case when used_hourly_amount = earlier_hourly_amount then 'revision' else resource_id end,
        contract_line_id, agreed_hourly_amount, used_hourly_amount, currency

),

findings as (

    select
        rate_revision_id,
        finding,
        contract_line_id,
        currency,
        agreed_hourly_amount,
        min(used_hourly_amount) as used_hourly_amount,
        min(resource_id) as resource_id,
        min(project_id) as project_id,
        min(rate_override_id) as rate_override_id,
        min(role) as role,
        min(first_worked_on) as first_worked_on,
        max(last_worked_on) as last_worked_on,
        cast(sum(duration_seconds) as bigint) as duration_seconds,
        cast(sum({{ hours_times_rate('duration_seconds', 'abs(difference)') }}) as decimal(18, 4)) as money_at_stake,
        cast(sum({{ hours_times_rate('duration_seconds', 'difference') }}) as decimal(18, 4)) as difference_amount

    from priced
    group by rate_revision_id, finding, contract_line_id, currency, agreed_hourly_amount

),

found as (

    select
        findings.rate_revision_id as anchor_id,
        findings.rate_revision_id as left_id,
        case
            when findings.rate_override_id is not null then findings.rate_override_id
            when findings.finding <> 'revision' then findings.resource_id
        end as right_id,
        'hourly_amount' as field,
        cast(findings.agreed_hourly_amount as string) as left_value,
        cast(findings.used_hourly_amount as string) as right_value,
        findings.money_at_stake,
        findings.currency,
        case when findings.difference_amount > 0 then 'over' else 'under' end as direction,
        'measured' as money_confidence,
        findings.duration_seconds as seconds_at_stake,
        project.legal_entity_id,
        project.client_id,
        findings.project_id,
        findings.contract_line_id,
        {{ null_of('string') }} as period,
        findings.first_worked_on as event_on,
        {{ null_of('string') }} as blocker,
        findings.finding as discriminator,
        concat(
            case when findings.finding = 'revision' then 'Work' else coalesce(resource.name, findings.resource_id) end,
            ' as ', coalesce(findings.role, 'unknown'), ' from ', cast(findings.first_worked_on as string), ' to ',
            cast(findings.last_worked_on as string), ' stands at ', cast(findings.used_hourly_amount as string),
            ' an hour, the contract says ', cast(findings.agreed_hourly_amount as string), '.'
        ) as explanation

    from findings
    left join project on findings.project_id = project.project_id
    left join resource on findings.resource_id = resource.resource_id

),

final as (

    {{ break_rows('CO-06', 'found', 'discriminator') }}

)

select * from final
