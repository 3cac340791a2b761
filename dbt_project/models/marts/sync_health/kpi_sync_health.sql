{%- set keys = ['stream', 'legal_entity_id', 'period'] -%}
with

record as (

    select * from {{ ref('rec_record') }}

),

link as (

    select * from {{ ref('rec_link') }}

),

stream_rule as (

    select * from {{ ref('stream_rules') }}

),

break_current as (

    select * from {{ ref('break_current') }}

),

break_history as (

    select * from {{ ref('break_history') }}

),

business_calendar as (

    select * from {{ ref('business_calendar') }}

),

entity_policy as (

    select * from {{ ref('acc_entity_policy') }}

),

fx_rate_day as (

    select * from {{ ref('fx_rate_day') }}

),

freshness as (

    select min(extracted_at) as sources_extracted_at from {{ ref('source_freshness') }}

),

spot_rate as (

    select
        from_currency,
        rate_on,
        rate

    from fx_rate_day
    where
        rate_type = 'spot'
        and to_currency = {{ tieout.group_currency() }}

),

-- Success is asked of the side that should arrive: what stands on the other side without it is counted beside it. What
-- is of no period is of all.
sent as (

    select
        record.stream,
        coalesce(record.legal_entity_id, 'none') as legal_entity_id,
        coalesce(record.period, 'all') as period,
        record.record_id,
        record.side,
        record.outcome,
        record.reason,
        record.event_on,
        abs(record.value_seconds) as value_seconds,
        {{ money_mul(
            'abs(record.value_amount)',
            tieout.rate_in_force('record.currency', tieout.group_currency(), 'spot_rate.rate')
        ) }} as value_amount,
        case
            when
                record.value_amount <> 0
                and record.currency <> {{ tieout.group_currency() }}
                and spot_rate.rate is null
                then 1
            else 0
        end as is_unrated

    from record
    left join spot_rate
        on
            record.currency = spot_rate.from_currency
            and {{ translation_day('record.event_on') }} = spot_rate.rate_on

),

counted as (

    select
        {{ keys | join(', ') }},
        {% for part, outcomes in {
            'eligible': "'matched', 'tolerated', 'break'", 'matched': "'matched', 'tolerated'", 'pending': "'pending'"
        }.items() -%}
        cast(count(case when side = 'left' and outcome in ({{ outcomes }}) then 1 end) as bigint) as {{ part }}_count,
        cast(sum(case when side = 'left' and outcome in ({{ outcomes }}) then value_seconds else 0 end) as bigint)
            as {{ part }}_seconds,
        cast(
            sum(case when side = 'left' and outcome in ({{ outcomes }}) then coalesce(value_amount, 0) else 0 end)
            as decimal(18, 4)
        ) as {{ part }}_amount,
        {% endfor -%}
        cast(count(case when side = 'left' and outcome = 'excluded' then 1 end) as bigint) as excluded_count,
        cast(count(case when side = 'right' and outcome = 'break' then 1 end) as bigint) as unfounded_count,
        sum(is_unrated) as unrated_count

    from sent
    group by {{ keys | join(', ') }}

),

linked as (

    select
        link.stream,
        link.left_id as record_id,
        min(sent.event_on) as arrived_on,
        max(case when link.match_pass in ('accepted', 'proposed') then 1 else 0 end) as is_by_hand

    from link
    inner join sent
        on
            link.stream = sent.stream
            and link.right_id = sent.record_id
            and sent.side = 'right'
    group by link.stream, link.left_id

),

matched_by_rule as (

    select
        sent.stream,
        sent.legal_entity_id,
        sent.period,
        cast(count(*) as bigint) as auto_matched_count

    from sent
    left join linked
        on
            sent.stream = linked.stream
            and sent.record_id = linked.record_id
    where
        sent.side = 'left'
        and sent.outcome in ('matched', 'tolerated')
        and coalesce(linked.is_by_hand, 0) = 0
    group by sent.stream, sent.legal_entity_id, sent.period

),

-- How long a record takes to arrive; one that has not is still on its way, and what arrives early took no time.
travel as (

    select
        sent.stream,
        sent.legal_entity_id,
        sent.period,
        case
            when linked.arrived_on is null then {{ days_between('sent.event_on', valued_on()) }}
            when linked.arrived_on < sent.event_on then 0
            else {{ days_between('sent.event_on', 'linked.arrived_on') }}
        end as day_number,
        case when linked.arrived_on is null then 'open' else 'ended' end as event,
        cast(1 as decimal(18, 4)) as weight

    from sent
    left join linked
        on
            sent.stream = linked.stream
            and sent.record_id = linked.record_id
    where
        sent.side = 'left'
        and sent.outcome <> 'excluded'
        and sent.event_on <= {{ valued_on() }}
        and (linked.record_id is null or linked.arrived_on is not null)

),

curve as (

    {{ survival_curve('travel', keys) }}

),

horizon as (

    select max(survival_restriction_days) as survival_restriction_days from entity_policy

),

restricted_curve as (

    select
        curve.*,
        horizon.survival_restriction_days

    from curve
    cross join horizon

),

latency as (

    {{ survival_summary('restricted_curve', keys, 'survival_restriction_days') }}

),

-- A break is of the period in which it was first seen.
told as (

    select
        break_history.*,
        row_number() over (
            partition by break_history.break_id
            order by
                break_history.version desc, break_history.known_at desc, break_history.valued_on desc,
                break_history.event_id desc
        ) as recency,
        min(case when break_history.event = 'detected' then break_history.valued_on end) over (
            partition by break_history.break_id
        ) as first_detected_on,
        max(case when break_history.event = 'reopened' then 1 else 0 end) over (partition by break_history.break_id)
            as is_reopened,
        max(case when break_history.event = 'resolved_by_data' then 1 else 0 end) over (
            partition by break_history.break_id
        ) as was_resolved

    from break_history
    where break_history.event in ('detected', 'changed', 'reopened', 'resolved_by_data', 'superseded')

),

fate as (

    select
        stream_rule.stream,
        coalesce(told.legal_entity_id, 'none') as legal_entity_id,
        coalesce(business_calendar.period, {{ period_of('told.first_detected_on') }}) as period,
        told.break_id,
        told.is_reopened,
        told.was_resolved,
        told.event = 'resolved_by_data' as is_resolved,
        coalesce(break_current.status = 'accepted', false) as is_accepted,
        coalesce(break_current.accepted_as = 'false_positive', false) as is_false_positive,
        break_current.break_id is not null and break_current.status <> 'accepted' as is_open,
        coalesce(break_current.due_on < {{ valued_on() }}, false) as is_overdue,
        coalesce(break_current.root_break_id is not null, false) as is_caused,
        break_current.money_at_stake_group,
        break_current.seconds_at_stake,
        break_current.age_days,
        break_current.direction,
        case
            when told.event_at is null then null
            when cast(told.event_at as date) > told.first_detected_on then 0
            else {{ days_between('cast(told.event_at as date)', 'told.first_detected_on') }}
        end as detection_days,
        {{ money_mul(
            'abs(told.money_at_stake)',
            tieout.rate_in_force('told.currency', tieout.group_currency(), 'spot_rate.rate')
        ) }} as stake_amount

    from told
    inner join stream_rule on told.rule_code = stream_rule.rule_code
    left join break_current on told.break_id = break_current.break_id
    left join business_calendar
        on
            told.legal_entity_id = business_calendar.legal_entity_id
            and told.first_detected_on = business_calendar.calendar_on
    left join spot_rate
        on
            told.currency = spot_rate.from_currency
            and told.valued_on = spot_rate.rate_on
    where told.recency = 1

),

broken as (

    select
        {{ keys | join(', ') }},
        cast(count(*) as bigint) as detected_break_count,
        cast(count(case when was_resolved = 1 or is_accepted then 1 end) as bigint) as closed_break_count,
        cast(count(case when is_reopened = 1 and was_resolved = 1 then 1 end) as bigint) as reopened_break_count,
        cast(count(case when is_false_positive then 1 end) as bigint) as false_positive_count,
        cast(sum(case when is_resolved then coalesce(stake_amount, 0) else 0 end) as decimal(18, 4))
            as recovered_amount,
        cast(count(case when is_open then 1 end) as bigint) as backlog_break_count,
        cast(count(case when is_open and is_overdue then 1 end) as bigint) as overdue_break_count,
        cast(
            sum(case when is_open and not is_caused then coalesce(abs(money_at_stake_group), 0) else 0 end)
            as decimal(18, 4)
        ) as backlog_amount,
        cast(
            sum(case when is_open and not is_caused then coalesce(abs(seconds_at_stake), 0) else 0 end) as bigint
        ) as backlog_seconds,
        cast(percentile_disc(0.5) within group (order by case when is_open then age_days end) as bigint)
            as backlog_p50_age_days,
        cast(percentile_disc(0.9) within group (order by case when is_open then age_days end) as bigint)
            as backlog_p90_age_days,
        cast(count(detection_days) as bigint) as dated_break_count,
        cast(sum(detection_days) as bigint) as detection_days

    from fate
    group by {{ keys | join(', ') }}

),

open_break as (

    select
        fate.stream,
        fate.legal_entity_id,
        fate.period,
        fate.direction,
        fate.money_at_stake_group

    from fate
    where fate.is_open

),

touching as (

    select
        {{ keys | join(', ') }},
        {{ break_exposure('open_break') }}

    from open_break
    group by {{ keys | join(', ') }}

),

cells as (

    select {{ keys | join(', ') }} from counted
    union
    select {{ keys | join(', ') }} from broken

),

measured as (

    select
        cells.stream,
        cells.legal_entity_id,
        cells.period,
        {% for part in ['eligible', 'matched', 'pending'] -%}
        {% for measure in ['count', 'seconds', 'amount'] -%}
        coalesce(counted.{{ part }}_{{ measure }}, 0) as {{ part }}_{{ measure }},
        {% endfor -%}
        {% endfor -%}
        coalesce(counted.excluded_count, 0) as excluded_count,
        coalesce(counted.unfounded_count, 0) as unfounded_count,
        coalesce(matched_by_rule.auto_matched_count, 0) as auto_matched_count,
        latency.median_days,
        latency.share_30_ratio,
        {% for name in [
            'detected_break_count', 'closed_break_count', 'reopened_break_count', 'false_positive_count',
            'recovered_amount', 'backlog_break_count', 'overdue_break_count', 'backlog_amount', 'backlog_seconds',
            'dated_break_count', 'detection_days'
        ] -%}
        coalesce(broken.{{ name }}, 0) as {{ name }},
        {% endfor -%}
        broken.backlog_p50_age_days,
        broken.backlog_p90_age_days,
        case
            when counted.unrated_count > 0 then 'amounts without an exchange rate'
            when counted.pending_count > 0 then 'records inside their window'
        end as reason

    from cells
    left join counted
        on
            cells.stream = counted.stream
            and cells.legal_entity_id = counted.legal_entity_id
            and cells.period = counted.period
    left join matched_by_rule
        on
            cells.stream = matched_by_rule.stream
            and cells.legal_entity_id = matched_by_rule.legal_entity_id
            and cells.period = matched_by_rule.period
    left join latency
        on
            cells.stream = latency.stream
            and cells.legal_entity_id = latency.legal_entity_id
            and cells.period = latency.period
    left join broken
        on
            cells.stream = broken.stream
            and cells.legal_entity_id = broken.legal_entity_id
            and cells.period = broken.period

),

final as (

    select
        concat_ws('|', measured.stream, measured.legal_entity_id, measured.period) as sync_health_id,
        measured.stream,
        measured.legal_entity_id,
        measured.period,
        {% for part in ['eligible', 'matched', 'pending'] -%}
        {% for measure in ['count', 'seconds', 'amount'] -%}
        measured.{{ part }}_{{ measure }},
        {% endfor -%}
        {% endfor -%}
        measured.excluded_count,
        measured.unfounded_count,
        {{ ratio('measured.matched_count', 'measured.eligible_count') }} as success_count_ratio,
        {{ ratio('measured.matched_seconds', 'measured.eligible_seconds') }} as success_time_ratio,
        {{ ratio('measured.matched_amount', 'measured.eligible_amount') }} as success_money_ratio,
        measured.auto_matched_count,
        {{ ratio('measured.auto_matched_count', 'measured.matched_count') }} as auto_match_ratio,
        cast(measured.median_days as bigint) as latency_median_days,
        measured.share_30_ratio as arrived_30_ratio,
        measured.backlog_break_count,
        measured.backlog_amount,
        measured.backlog_seconds,
        measured.backlog_p50_age_days,
        measured.backlog_p90_age_days,
        measured.overdue_break_count,
        {{ ratio('measured.overdue_break_count', 'measured.backlog_break_count') }} as overdue_ratio,
        measured.detected_break_count,
        measured.closed_break_count,
        measured.reopened_break_count,
        {{ ratio('measured.reopened_break_count', 'measured.closed_break_count') }} as reopened_ratio,
        measured.false_positive_count,
        {{ ratio('measured.false_positive_count', 'measured.closed_break_count') }} as false_positive_ratio,
        measured.dated_break_count,
        measured.detection_days,
        {{ ratio('measured.detection_days', 'measured.dated_break_count') }} as detection_mean_days,
        measured.recovered_amount,
        {{ tieout.group_currency() }} as currency,
        {{ honest_columns('touching', 'freshness', 'measured.reason') }}

    from measured
    cross join freshness
    left join touching
        on
            measured.stream = touching.stream
            and measured.legal_entity_id = touching.legal_entity_id
            and measured.period = touching.period

)

select * from final
