-- One row per person and the name to call them by: the fullest, then LinkedIn's own, then the one most often told.
-- grain: person_id
-- not null: full_name
with told as (
    select
        persons_of.person_id,
        identities.email,
        identities.profile_url,
        case when names.kind in ('full', 'initialed', 'word') then names.display end as display,
        identities.full_name,
        case names.kind when 'full' then 3 when 'initialed' then 2 when 'word' then 1 else 0 end as fullness,
        list_has_any(identities.sources, ['owner', 'connection', 'address_book']) as is_card,
        -- "ana silva" and "SILVA, Ana" are written so out of haste.
        names.display = identities.full_name as is_as_told,
        identities.mention_count,
    from resolution.persons_of as persons_of
    inner join staging.identities as identities on persons_of.identity_id = identities.identity_id
    left join resolution.names as names on identities.full_name = names.written
    where persons_of.person_id is not null
),

counted as (
    select
        person_id,
        display,
        max(fullness) as fullness,
        bool_or(is_card) as is_card,
        max(is_as_told) as is_as_told,
        sum(mention_count) as mention_count,
    from told
    where display <> ''
    group by person_id, display
),

best as (
    select
        person_id,
        arg_max(display, (fullness, is_card, is_as_told, mention_count, display)) as full_name,
    from counted
    group by person_id
),

fallback as (
    select
        person_id,
        min(coalesce(full_name, email, profile_url)) as full_name,
    from told
    group by person_id
)

select
    fallback.person_id,
    coalesce(best.full_name, fallback.full_name) as full_name,
from fallback
left join best on fallback.person_id = best.person_id
