{#- What was known when, told from the versions raw keeps; the same as ingest/as_of.py tells of one instant. -#}

{#-
  When each version of a vendor's entity was what we knew, one row per version that ever was: `known_from`, the instant it
  landed, and `known_to`, when the next one did or the record was deleted; a version that still is known lasts to the end of
  time. `is_deleted` says that a deletion ended it. `version` and `deletion` are steps that read staging. A late version
  never was current, and what landed after `known_at` is not there.
-#}
{% macro known_intervals(entity, version, deletion) -%}
    select
        _raw_row_id,
        known_from,
        known_to,
        is_deleted

    from (
        select
            _raw_row_id,
            is_gone,
            happened_at as known_from,
            lead(happened_at, 1, cast({{ tieout.end_of_time() }} as timestamp)) over (
                partition by source_instance, record_key order by happened_at, is_deletion, load_id, line_number
            ) as known_to,
            lead(is_gone, 1, false) over (
                partition by source_instance, record_key order by happened_at, is_deletion, load_id, line_number
            ) as is_deleted

        from (
            select
                source_instance,
                record_key,
                _raw_row_id,
                loaded_at as happened_at,
                load_id,
                line_number,
                is_gone,
                0 as is_deletion

            from {{ version }}
            where not is_late

            union all

            select
                source_instance,
                record_key,
                {{ tieout.null_of('string') }} as _raw_row_id,
                deleted_at as happened_at,
                load_id,
                cast(0 as bigint) as line_number,
                true as is_gone,
                1 as is_deletion

            from {{ deletion }}
            where entity = '{{ entity }}'
        ) as happened
        where happened_at <= {{ tieout.known_at() }}
    ) as followed
    where
        not is_gone
        and known_from < known_to
{%- endmacro %}
