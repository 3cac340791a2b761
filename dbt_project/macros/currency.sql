{#- Amounts in other currencies: with the rate that was in force on the day, or not at all. -#}

{#- ISO 4217 code of the currency that every figure is also given in, as a literal. -#}
{% macro group_currency() -%}
    '{{ tieout.run_value("group_currency") }}'
{%- endmacro %}

{#- Day whose rate translates an amount of a day: that day, and today's for what is still to come. -#}
{% macro translation_day(day) -%}
    case when {{ day }} > {{ valued_on() }} then {{ valued_on() }} else {{ day }} end
{%- endmacro %}

{#- The rate found, 1 within one currency, null when there is none: a missing rate never looks like an amount. -#}
{% macro rate_in_force(from_currency, to_currency, rate) -%}
    case
        when {{ from_currency }} = {{ to_currency }} then cast(1 as decimal(28, 12))
        else {{ rate }}
    end
{%- endmacro %}

{#-
  The rows of a step with the rates of the day `translated_on`: `fx_rate_functional` into the `functional_currency` of a
  row and `fx_rate_group` into the group's. A row with two currencies has the rates of each, those of one with a prefix.
-#}
{% macro rated(relation, currency='currency', prefix='') -%}
    {%- set own_currency = relation ~ '.' ~ currency -%}
    select
        {{ relation }}.*,
        {{ tieout.rate_in_force(own_currency, relation ~ '.functional_currency', 'functional_rate.rate') }}
            as {{ prefix }}fx_rate_functional,
        {{ tieout.rate_in_force(own_currency, tieout.group_currency(), 'group_rate.rate') }}
            as {{ prefix }}fx_rate_group

    from {{ relation }}
    left join {{ ref('fx_rate_day') }} as functional_rate
        on
            {{ own_currency }} = functional_rate.from_currency
            and {{ relation }}.functional_currency = functional_rate.to_currency
            and {{ relation }}.translated_on = functional_rate.rate_on
            and functional_rate.rate_type = 'spot'
    left join {{ ref('fx_rate_day') }} as group_rate
        on
            {{ own_currency }} = group_rate.from_currency
            and group_rate.to_currency = {{ tieout.group_currency() }}
            and {{ relation }}.translated_on = group_rate.rate_on
            and group_rate.rate_type = 'spot'
{%- endmacro %}

{#- A rate turned round, DECIMAL(28,12), rounded half away from zero. -#}
{% macro rate_inverse(rate) -%}
    {{ tieout.rate_of_units(tieout.divide_half_away(
        '(' ~ tieout.whole('1000000000000') ~ ' * ' ~ tieout.whole('1000000000000') ~ ')',
        tieout.factor_units(rate))) }}
{%- endmacro %}

{#- Two rates one after the other, DECIMAL(28,12), rounded half away from zero. -#}
{% macro rate_product(first_rate, second_rate) -%}
    {{ tieout.rate_of_units(tieout.divide_half_away(
        '(' ~ tieout.factor_units(first_rate) ~ ' * ' ~ tieout.factor_units(second_rate) ~ ')',
        tieout.whole('1000000000000'))) }}
{%- endmacro %}

{#- A rate of so many units of its twelfth decimal; one of twelve digits before the point is an error, never a cut. -#}
{% macro rate_of_units(units) -%}
    cast(cast({{ units }} as decimal(24, 0)) * cast(0.000000000001 as decimal(12, 12)) as decimal(28, 12))
{%- endmacro %}

{#- Whether a rate differs from another by more than a share of that one. -#}
{% macro rate_differs(rate, reference, ratio) -%}
    abs({{ tieout.factor_units(rate) }} - {{ tieout.factor_units(reference) }}) * {{ tieout.whole('1000000000000') }}
        > {{ tieout.factor_units(reference) }} * {{ tieout.factor_units(ratio) }}
{%- endmacro %}

{#- Decimals of a currency's minor unit, as ISO 4217 has them. -#}
{% macro minor_unit_digits(currency) -%}
    case
        when {{ currency }} in (
            'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'
        ) then 0
        when {{ currency }} in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 3
        else 2
    end
{%- endmacro %}

{#- Amount as a document of its currency can carry it: rounded to minor units, half away from zero. -#}
{% macro in_minor_units(amount, currency) -%}
    {{ tieout.money_round(amount, tieout.minor_unit_digits(currency)) }}
{%- endmacro %}

{#- So many minor units of a currency, as money. -#}
{% macro minor_units(units, currency) -%}
    {{ tieout.money_of_units(
        tieout.whole(units) ~ ' * ' ~ tieout.power_of_ten('4 - (' ~ tieout.minor_unit_digits(currency) ~ ')')) }}
{%- endmacro %}

{#- Closing rate of a pair and day: the period's end rate where there is one, else that day's spot rate, which stands beside it. -#}
{% macro balance_rates(rate_day) -%}
    select
        from_currency,
        to_currency,
        rate_on,
        coalesce(
            max(case when rate_type = 'closing' then rate end), max(case when rate_type = 'spot' then rate end)
        ) as closing_rate,
        max(case when rate_type = 'spot' then rate end) as spot_rate

    from {{ rate_day }}
    where rate_type in ('closing', 'spot')
    group by from_currency, to_currency, rate_on
{%- endmacro %}
