-- One row per address that several people write from: it tells nobody from another.
-- grain: canonical_email
-- not null: people_count
with told as (
    select
        addresses.canonical_email,
        names.head,
        names.given,
        names.compact,
        names.words,
        names.is_via,
        identities.mention_count,
    from staging.identities as identities
    inner join resolution.addresses as addresses on identities.email = addresses.email
    inner join resolution.names as names on identities.full_name = names.written
    where names.kind = 'full'
),

-- At most addresses there is one name, and nothing to count.
several as (
    select canonical_email
    from told
    group by canonical_email
    having min(compact) <> max(compact)
),

compared as (
    select
        told.*,
        first_value(told.words) over (
            partition by told.canonical_email
            order by told.mention_count desc, told.compact
        ) as main_words,
    from told
    semi join several on told.canonical_email = several.canonical_email
),

counted as (
    select
        canonical_email,
        -- Names that share a word are one person's, who married, or goes by another given name.
        count(distinct head) filter (where not list_has_any(words, main_words)) as other_surname_count,
        count(distinct given) filter (where not list_has_any(words, main_words)) as other_given_name_count,
        count(distinct compact) filter (where is_via) as relayed_count,
    from compared
    group by canonical_email
)

select
    canonical_email,
    greatest(1 + least(other_surname_count, other_given_name_count), relayed_count) as people_count,
from counted
-- One other name is a pen name, or that in another script.
where least(other_surname_count, other_given_name_count) >= 2 or relayed_count >= 2
