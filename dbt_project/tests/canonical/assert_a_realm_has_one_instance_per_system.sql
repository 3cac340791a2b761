{{ config(meta={'dagster': {'ref': {'name': 'stg_meta__instance'}}}) }}
-- Records of one realm are joined by native id: a second instance of the same system in it would double
-- every match.
select
    realm,
    vendor,
    source_system,
    count(*) as instances

from {{ ref('stg_meta__instance') }}
group by realm, vendor, source_system
having count(*) > 1
