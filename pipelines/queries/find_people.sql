-- People who fit a person id, an e-mail, a profile URL or words of a name ($1), the closest ties first.
with wanted as (
    select
        lower($1::text) as text,
        list_filter(string_split_regex(lower(strip_accents($1::text)), '\s+'), lambda word: word <> '') as words,
),

fitting as (
    select
        people.person_id,
        bool_or(
            people.person_id = wanted.text
            or lower(identities.email) = wanted.text
            or identities.profile_url = wanted.text
            or lower(strip_accents(identities.full_name)) = strip_accents(wanted.text)
            or lower(strip_accents(people.full_name)) = strip_accents(wanted.text)
        ) as is_exact,
    from people
    cross join wanted
    left join identities on people.person_id = identities.person_id
    where
        people.person_id = wanted.text
        or lower(identities.email) = wanted.text
        or identities.profile_url = wanted.text
        or (
            len(wanted.words) > 0
            and list_bool_and(
                list_transform(
                    wanted.words,
                    lambda word: contains(
                        -- Of an address the part that names the person: half the world is at one of five domains.
                        lower(strip_accents(concat_ws(
                            ' ', people.full_name, identities.full_name, split_part(identities.email, '@', 1)
                        ))),
                        word
                    )
                )
            )
        )
    group by people.person_id
)

select
    people.*,
    fitting.is_exact,
from fitting
inner join people on fitting.person_id = people.person_id
left join relationships on people.person_id = relationships.person_id
order by relationships.tie_strength desc nulls last, people.full_name, people.person_id
