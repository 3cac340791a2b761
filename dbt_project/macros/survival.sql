{#- How long things take, with what is still open counted as such: product limit and cumulative incidence. -#}

{#-
  The curve of each group of spells. `source` has the columns of `keys`, day_number, event (`ended`, `competing` or `open`)
  and weight (DECIMAL). Yields keys, day_number, at_risk, ended, competing, censored, survival_ratio, incidence_step_ratio
  and share_ended_ratio: S(t) is the product of 1 - d/n over all ended spells, F1(t) the sum of S(t-) times those ended by
  the event itself (Aalen-Johansen), never above one by a rounding of doubles. Events of a day precede what is censored
  on it.
-#}
{% macro survival_curve(source, keys) -%}
    {%- set group = keys | join(', ') %}
    select
        {{ group }},
        cast(day_number as bigint) as day_number,
        at_risk,
        ended,
        competing,
        censored,
        survival_ratio,
        incidence_step_ratio,
        least(
            sum(incidence_step_ratio) over (
                partition by {{ group }} order by day_number rows between unbounded preceding and current row
            ), 1
        ) as share_ended_ratio

    from (
        select
            *,
            coalesce(lag(survival_ratio) over (partition by {{ group }} order by day_number), 1)
            * coalesce({{ ratio('ended', 'at_risk') }}, 0) as incidence_step_ratio
        from (
            select
                *,
                {{ running_product(
                    'survival_factor',
                    'partition by ' ~ group ~ ' order by day_number rows between unbounded preceding and current row'
                ) }} as survival_ratio
            from (
                select
                    *,
                    1 - coalesce({{ ratio('ended + competing', 'at_risk') }}, 0) as survival_factor
                from (
                    select
                        *,
                        cast(
                            sum(ended + competing + censored) over (
                                partition by {{ group }} order by day_number desc
                                rows between unbounded preceding and current row
                            ) as decimal(18, 4)
                        ) as at_risk
                    from (
                        select
                            {{ group }},
                            day_number,
                            {% for name, event in [('ended', 'ended'), ('competing', 'competing'), ('censored', 'open')] -%}
                            cast(sum(case when event = '{{ event }}' then weight else 0 end) as decimal(18, 4))
                                as {{ name }}{{ ',' if not loop.last }}
                            {% endfor %}
                        from {{ source }}
                        group by {{ group }}, day_number
                    ) as by_day
                ) as risked
            ) as hazard
        ) as survived
    ) as stepped
{%- endmacro %}

{#-
  What a curve says in a few figures, per group: money or time in all, ended and open, the days the curve reaches, the
  median (null when it is not reached), the share ended within 30 and 60 days (null when nothing was watched for so long),
  and the mean restricted to `restriction` days (the area under 1 - F1). Sums of DOUBLE may come out a hair below the half
  they are: it is the median all the same.
-#}
{% macro survival_summary(curve, keys, restriction) -%}
    {%- set group = keys | join(', ') %}
    select
        {{ group }},
        total,
        ended,
        competing,
        open,
        observed_days,
        median_days,
        case when observed_days >= 30 or last_survival_ratio = 0 then incidence_30_ratio end as share_30_ratio,
        case when observed_days >= 60 or last_survival_ratio = 0 then incidence_60_ratio end as share_60_ratio,
        case
            when observed_days >= restriction_days or last_survival_ratio = 0 then restriction_days - days_saved
        end as restricted_mean_days

    from (
        select
            {{ group }},
            cast(sum(ended + competing + censored) as decimal(18, 4)) as total,
            cast(sum(ended) as decimal(18, 4)) as ended,
            cast(sum(competing) as decimal(18, 4)) as competing,
            cast(sum(censored) as decimal(18, 4)) as open,
            max(day_number) as observed_days,
            min(survival_ratio) as last_survival_ratio,
            min(case when share_ended_ratio >= 0.5 - 1e-9 then day_number end) as median_days,
            least(sum(case when day_number <= 30 then incidence_step_ratio else 0 end), 1) as incidence_30_ratio,
            least(sum(case when day_number <= 60 then incidence_step_ratio else 0 end), 1) as incidence_60_ratio,
            max({{ restriction }}) as restriction_days,
            sum(
                case
                    when day_number < {{ restriction }}
                        then incidence_step_ratio * ({{ restriction }} - day_number)
                    else 0
                end
            ) as days_saved
        from {{ curve }}
        group by {{ group }}
    ) as summed
{%- endmacro %}
