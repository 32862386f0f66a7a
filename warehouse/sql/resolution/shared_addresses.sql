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
        first_value(names.words) over (
            partition by addresses.canonical_email
            order by identities.mention_count desc, names.compact
        ) as main_words,
    from staging.identities as identities
    inner join resolution.addresses as addresses on identities.email = addresses.email
    inner join resolution.names as names on identities.full_name = names.written
    where names.kind = 'full'
),

counted as (
    select
        canonical_email,
        -- Names that share a word are one person's, who married, or goes by another given name.
        count(distinct head) filter (where not list_has_any(words, main_words)) as other_surname_count,
        count(distinct given) filter (where not list_has_any(words, main_words)) as other_given_name_count,
        count(distinct compact) filter (where is_via) as relayed_count,
    from told
    group by canonical_email
)

select
    canonical_email,
    greatest(1 + least(other_surname_count, other_given_name_count), relayed_count) as people_count,
from counted
-- One other name is a pen name, or that in another script.
where least(other_surname_count, other_given_name_count) >= 2 or relayed_count >= 2
