-- One row per identity and word by which an employer is known: from a company as told and the domain where its people
-- are, the domain of a work address, or a note in the name that is the one or the other elsewhere: "Ana Silva | Acme",
-- but not "(EXT)" nor "Wei (William) Xu".
-- grain: identity_id, employer
with told as (
    select
        identity_id,
        unnest(companies) as company,
        false as is_note,
    from staging.identities
    union all
    select
        identities.identity_id,
        names.annotation,
        true as is_note,
    from staging.identities as identities
    inner join resolution.names as names on identities.full_name = names.written
    where names.annotation <> ''
),

cut as (
    select
        identity_id,
        is_note,
        list_filter(
            regexp_extract_all(lower(strip_accents(company)), '[a-z0-9]+'),
            lambda word: not regexp_matches(
                word,
                '^(the|gmbh|ag|kg|se|inc|llc|ltd|limited|plc|corp|corporation|co|company|as|asa|ab|oy|aps|bv|nv|sa|sas|'
                || 'srl|spa|sl|lda|ltda|group|holding|contractor|extern|external|consultant|freelance)$'
            )
        ) as words,
    from told
),

named as (
    select
        identity_id,
        unnest([array_to_string(words, ''), words[1]]) as employer,
        is_note,
    from cut
    union all
    select
        identities.identity_id,
        unnest([addresses.site_label, regexp_extract(addresses.site, '^[a-z0-9]+')]) as employer,
        false as is_note,
    from staging.identities as identities
    inner join resolution.addresses as addresses on identities.email = addresses.email
    where addresses.domain_kind = 'own'
    union all
    select
        told.identity_id,
        sites.site_label as employer,
        false as is_note,
    from told
    inner join resolution.company_sites as sites on told.company = sites.company
    where not told.is_note
)

select distinct
    named.identity_id,
    named.employer,
from named
left join named as told on named.employer = told.employer and named.is_note and not told.is_note
where len(named.employer) > 2 and (not named.is_note or told.employer is not null)
