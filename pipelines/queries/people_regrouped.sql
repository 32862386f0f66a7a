-- The people of two builds of the warehouse whom the other build does not know with the same identities.
with members as (
    select
        'published' as build,
        person_id,
        string_agg(identity_id, ' ' order by identity_id) as identity_ids,
    from published.main.identities
    where person_id is not null
    group by person_id
    union all
    select
        'draft' as build,
        person_id,
        string_agg(identity_id, ' ' order by identity_id) as identity_ids,
    from draft.main.identities
    where person_id is not null
    group by person_id
)

select
    build,
    person_id,
from members
qualify count(*) over (partition by identity_ids) = 1
order by build, person_id
