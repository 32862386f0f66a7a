-- One row per name as written, told beside an address or spelled by one, as it reads by itself.
-- grain: written
-- not null: mention_count, forms
with written as (
    select
        full_name as written,
        mention_count,
    from staging.identities
    union all
    select
        spelled_name as written,
        0 as mention_count,
    from resolution.addresses
)

select
    written,
    sum(mention_count) as mention_count,
    name_forms(written) as forms,
from written
where written is not null
group by written
