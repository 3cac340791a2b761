{#-
  Exact money. Everything is whole ten-thousandths inside: integers multiply and divide without loss, and one place
  rounds, half away from zero, as invoices do. Money is DECIMAL(18,4), a factor DECIMAL(28,12), time whole seconds.
  A null operand gives null; a zero divisor gives null, so that a missing denominator never looks like a figure.
-#}

{#- Whole ten-thousandths of an amount. -#}
{% macro money_units(amount) -%}
    {{ return(adapter.dispatch('money_units', 'tieout')(amount)) }}
{%- endmacro %}

{% macro default__money_units(amount) -%}
    cast(cast(cast({{ amount }} as decimal(18, 4)) as decimal(28, 4)) * 10000 as decimal(38, 0))
{%- endmacro %}

{% macro duckdb__money_units(amount) -%}
    cast(cast(cast({{ amount }} as decimal(18, 4)) as decimal(28, 4)) * 10000 as hugeint)
{%- endmacro %}

{#- An amount of so many ten-thousandths; one that does not fit DECIMAL(18,4) is an error, never a cut. -#}
{% macro money_of_units(units) -%}
    cast(cast({{ units }} as decimal(18, 0)) * cast(0.0001 as decimal(4, 4)) as decimal(18, 4))
{%- endmacro %}

{#- Integer division, rounded half away from zero. Operands are whole numbers; a zero divisor gives null. -#}
{% macro divide_half_away(dividend, divisor) -%}
    {{ return(adapter.dispatch('divide_half_away', 'tieout')(dividend, divisor)) }}
{%- endmacro %}

{% macro default__divide_half_away(dividend, divisor) -%}
    (sign({{ dividend }}) * sign({{ divisor }})
        * ((2 * abs({{ dividend }}) + abs({{ divisor }})) div (2 * nullif(abs({{ divisor }}), 0))))
{%- endmacro %}

{% macro duckdb__divide_half_away(dividend, divisor) -%}
    (sign({{ dividend }}) * sign({{ divisor }})
        * divide(2 * abs({{ dividend }}) + abs({{ divisor }}), 2 * nullif(abs({{ divisor }}), 0)))
{%- endmacro %}

{#- Whole billionths of a thousandth (twelve decimals) of a factor, read from its digits: no product that could overflow. -#}
{% macro factor_units(factor) -%}
    {{ tieout.whole("replace(cast(cast(" ~ factor ~ " as decimal(28, 12)) as varchar(40)), '.', '')") }}
{%- endmacro %}

{#- Amount times a factor of up to twelve decimals (a quantity, an exchange rate). -#}
{% macro money_mul(amount, factor) -%}
    {{ return(adapter.dispatch('money_mul', 'tieout')(amount, factor)) }}
{%- endmacro %}

{% macro default__money_mul(amount, factor) -%}
    {{ tieout.money_of_units(tieout.divide_half_away(
        '(' ~ tieout.money_units(amount) ~ ' * ' ~ tieout.factor_units(factor) ~ ')',
        tieout.whole('1000000000000'))) }}
{%- endmacro %}

{#- Most factors are the rate within one currency; numbers of 128 bits are slow. -#}
{% macro duckdb__money_mul(amount, factor) -%}
    case
            when {{ factor }} = 1 then cast({{ amount }} as decimal(18, 4))
            else {{ tieout.default__money_mul(amount, factor) }}
        end
{%- endmacro %}

{#- Amount divided by a factor of up to twelve decimals. -#}
{% macro money_div(amount, factor) -%}
    {{ tieout.money_of_units(tieout.divide_half_away(
        '(' ~ tieout.money_units(amount) ~ ' * ' ~ tieout.whole('1000000000000') ~ ')',
        tieout.factor_units(factor))) }}
{%- endmacro %}

{#- Amount times part over whole, both whole numbers (seconds, days): the share of a price that is earned. -#}
{% macro money_share(amount, part, whole) -%}
    {{ return(adapter.dispatch('money_share', 'tieout')(amount, part, whole)) }}
{%- endmacro %}

{% macro default__money_share(amount, part, whole) -%}
    {{ tieout.money_of_units(tieout.divide_half_away(
        '(' ~ tieout.money_units(amount) ~ ' * ' ~ tieout.whole(part) ~ ')',
        tieout.whole(whole))) }}
{%- endmacro %}

{#- What fits 64 bits, twice the product included, is worked out in them: numbers of 128 bits are slow. -#}
{% macro duckdb__money_share(amount, part, whole) -%}
    {%- set money = 'cast(' ~ amount ~ ' as decimal(18, 4))' -%}
    case
            when
                {{ money }} between -1000000 and 1000000
                and ({{ part }}) between -100000000 and 100000000
                and ({{ whole }}) between -1000000000000000000 and 1000000000000000000
                then {{ tieout.money_of_units(tieout.divide_half_away(
                    '(cast(' ~ money ~ ' * 10000 as bigint) * cast(' ~ part ~ ' as bigint))',
                    'cast(' ~ whole ~ ' as bigint)')) }}
            else {{ tieout.default__money_share(amount, part, whole) }}
        end
{%- endmacro %}

{#- Seconds at an hourly amount. -#}
{% macro hours_times_rate(seconds, hourly_amount) -%}
    {{ tieout.money_share(hourly_amount, seconds, '3600') }}
{%- endmacro %}

{#- Whole number (seconds) times a share of up to four decimals, rounded half away from zero. -#}
{% macro whole_share(number, share) -%}
    {{ return(adapter.dispatch('whole_share', 'tieout')(number, share)) }}
{%- endmacro %}

{% macro default__whole_share(number, share) -%}
    {{ tieout.divide_half_away(number ~ ' * ' ~ tieout.money_units(share), '10000') }}
{%- endmacro %}

{% macro duckdb__whole_share(number, share) -%}
    case
            when {{ number }} between -100000000 and 100000000 and {{ share }} between -1000000 and 1000000
                then {{ tieout.divide_half_away(
                    '(cast(' ~ number ~ ' as bigint) * cast(cast(' ~ share ~ ' as decimal(18, 4)) * 10000 as bigint))',
                    'cast(10000 as bigint)') }}
            else {{ tieout.default__whole_share(number, share) }}
        end
{%- endmacro %}

{#- Amount rounded to so many decimals (a currency's minor units), half away from zero. -#}
{% macro money_round(amount, decimals) -%}
    {{ tieout.money_of_units(
        tieout.divide_half_away(tieout.money_units(amount), tieout.power_of_ten('4 - (' ~ decimals ~ ')'))
        ~ ' * ' ~ tieout.power_of_ten('4 - (' ~ decimals ~ ')')) }}
{%- endmacro %}

{#- Ten to a power between 0 and 4, as a whole number. -#}
{% macro power_of_ten(exponent) -%}
    (case {{ exponent }} when 0 then 1 when 1 then 10 when 2 then 100 when 3 then 1000 when 4 then 10000 end)
{%- endmacro %}

{#- A whole number wide enough for products of money. -#}
{% macro whole(expression) -%}
    {{ return(adapter.dispatch('whole', 'tieout')(expression)) }}
{%- endmacro %}

{% macro default__whole(expression) -%}
    cast({{ expression }} as decimal(38, 0))
{%- endmacro %}

{% macro duckdb__whole(expression) -%}
    cast({{ expression }} as hugeint)
{%- endmacro %}

{#-
  One line's share of an amount that is split over several by whole-number weights; `total_weight` is their sum, worked
  out in the step before. Every line gets its share rounded; the residue stands on the line that `residue_order` (a total
  order) puts first, so that the shares sum to the amount exactly.
-#}
{% macro allocate(amount, weight, total_weight, partition_by, residue_order) -%}
    cast(
        {{ tieout.money_share(amount, weight, total_weight) }}
        + case
            when row_number() over (partition by {{ partition_by }} order by {{ residue_order }}) = 1
                then {{ amount }} - sum({{ tieout.money_share(amount, weight, total_weight) }})
                    over (partition by {{ partition_by }})
            else 0
        end as decimal(18, 4)
    )
{%- endmacro %}

{#- Exact whole-unit hours for people to read, from a sum of seconds: DECIMAL(18,4). -#}
{% macro hours(seconds) -%}
    {{ tieout.money_of_units(tieout.divide_half_away(
        '(' ~ tieout.whole(seconds) ~ ' * 10000)', tieout.whole('3600'))) }}
{%- endmacro %}

{#- A ratio, DOUBLE, of exact parts; null when there is nothing to divide by. -#}
{% macro ratio(numerator, denominator) -%}
    cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0)
{%- endmacro %}

{#- How many days of a flow an amount is: amount over flow times the flow's days, DECIMAL(18,4); null without a flow. -#}
{% macro days_covered(amount, flow, days) -%}
    {{ tieout.money_share(amount, '(' ~ tieout.whole(days) ~ ' * 10000)', 'nullif(' ~ tieout.money_units(flow) ~ ', 0)') }}
{%- endmacro %}
