{#-
  Tables and views in one statement each. DuckDB replaces a relation as a whole within the transaction, so there is
  nothing to rename and drop, and what was made says its columns for nothing, where dbt plans the query once more to hold
  it to the contract. Other engines keep dbt's own.
-#}
{% materialization table, adapter='duckdb', supported_languages=['sql'] -%}
    {{ return(tieout.replaced('table')) }}
{%- endmaterialization %}

{% materialization view, adapter='duckdb', supported_languages=['sql'] -%}
    {{ return(tieout.replaced('view')) }}
{%- endmaterialization %}

{% macro replaced(kind) -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type=kind) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- if existing is not none and existing.type != kind -%}
        {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {%- call statement('main') -%}
        create or replace {{ kind }} {{ target }} as (
            {{ sql }}
        )
    {%- endcall -%}
    {%- if config.get('contract').enforced -%}
        {%- do tieout.hold_to_contract(target) -%}
    {%- endif -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do persist_docs(target, model) -%}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{%- endmacro %}

{#- Fails unless a relation has the columns of its model's contract, of their types, and nulls only where it allows them. -#}
{% macro hold_to_contract(relation) -%}
    {%- set made, declared, never_null, wrong = {}, {}, [], [] -%}
    {%- for row in run_query('describe ' ~ relation).rows -%}
        {%- do made.update({row['column_name']: row['column_type'] | lower}) -%}
    {%- endfor -%}
    {%- for column in model.columns.values() -%}
        {%- set type = column.data_type | lower | replace(' ', '') -%}
        {%- do declared.update({column.name: 'varchar' if type in ('string', 'text') else type}) -%}
        {%- if column.constraints | selectattr('type', 'equalto', 'not_null') | list -%}
            {%- do never_null.append(column.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in (declared.keys() | list + made.keys() | list) | unique if declared.get(name) != made.get(name) -%}
        {%- do wrong.append(name ~ ' is ' ~ made.get(name, 'missing') ~ ', declared ' ~ declared.get(name, 'nowhere')) -%}
    {%- endfor -%}
    {%- if wrong -%}
        {%- do exceptions.raise_compiler_error(
            relation.identifier ~ ' is not what its contract says: ' ~ wrong | join('; ')
        ) -%}
    {%- endif -%}
    {%- if never_null and relation.is_table -%}
        {%- set empty -%}
            select
                concat_ws(
                    ', '
                    {%- for name in never_null %}, case when {{ name }} is null then '{{ name }}' end{% endfor -%}
                ) as names

            from {{ relation }}
            where {% for name in never_null %}{{ name }} is null{{ ' or ' if not loop.last }}{% endfor %}
            limit 1
        {%- endset -%}
        {%- for row in run_query(empty).rows -%}
            {%- do exceptions.raise_compiler_error(
                relation.identifier ~ ' has a row without ' ~ row['names'] ~ ', which its contract never allows'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- Comments on the columns of a relation, which its contract has said are there: dbt would ask the database for each. -#}
{% macro duckdb__alter_column_comment(relation, column_dict) -%}
    {%- for column in column_dict.values() %}
    comment on column {{ relation }}.{{ column.name }} is {{ duckdb_escape_comment(column.description) }};
    {%- endfor %}
{%- endmacro %}
