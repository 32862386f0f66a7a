-- The identities of people ($1, a list of ids), what names each in the decisions file, and whether it fits an e-mail,
-- a profile URL or words of a name ($2). An address that others bear too names somebody only together with the name.
with wanted as (
    select
        lower($2::text) as text,
        list_filter(string_split_regex(lower(strip_accents($2::text)), '\s+'), lambda word: word <> '') as words,
),

chosen as (
    select unnest($1::text[]) as person_id
),

shared as (
    select identities.email
    from identities
    semi join identities as own on identities.email = own.email and own.person_id in (from chosen)
    group by identities.email
    having count(distinct coalesce(identities.person_id, '')) > 1
),

marked as (
    select
        identities.*,
        shared.email is not null as is_shared,
        coalesce(
            lower(identities.email) = wanted.text
            or identities.profile_url = wanted.text
            or lower(strip_accents(identities.full_name)) = strip_accents(wanted.text),
            false
        ) as is_exact,
        list_bool_and(
            list_transform(
                wanted.words,
                lambda word: contains(
                    lower(strip_accents(concat_ws(' ', identities.full_name, identities.email))), word
                )
            )
        ) as has_words,
    from identities
    cross join wanted
    left join shared on identities.email = shared.email
    where identities.person_id in (from chosen)
),

keyed as (
    select
        *,
        case
            when email is null then []
            when is_shared and full_name is not null then [lower(full_name || ' <' || email || '>')]
            else [email]
        end
        || case when profile_url is null then [] else [profile_url] end as keys,
    from marked
)

select
    identity_id,
    person_id,
    full_name,
    email,
    profile_url,
    company,
    sources,
    case when len(keys) > 0 then keys else [lower(full_name)] end as keys,
    is_shared,
    is_exact,
    has_words,
    mention_count,
from keyed
order by is_exact desc, mention_count desc, identity_id asc
