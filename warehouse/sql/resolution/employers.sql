-- One row per identity and word by which an employer is known: from a company as told, a note in the name
-- ("Ana Silva | Acme"), or the domain of a work address.
-- grain: identity_id, employer
with told as (
    select
        identity_id,
        unnest(companies) as company,
    from staging.identities
    union all
    select
        identities.identity_id,
        names.annotation,
    from staging.identities as identities
    inner join resolution.names as names on identities.full_name = names.written
    where names.annotation <> ''
),

cut as (
    select
        identity_id,
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
        array_to_string(words, '') as employer,
    from cut
    union
    select
        identity_id,
        words[1] as employer,
    from cut
    union
    select
        identities.identity_id,
        unnest([addresses.site_label, regexp_extract(addresses.site, '^[a-z0-9]+')]) as employer,
    from staging.identities as identities
    inner join resolution.addresses as addresses on identities.email = addresses.email
    where addresses.domain_kind = 'own'
)

select
    identity_id,
    employer,
from named
where len(employer) > 2
