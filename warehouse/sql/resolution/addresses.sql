-- One row per e-mail address, with the forms in which two addresses are compared.
-- grain: email
-- not null: canonical_email, domain_kind, is_identifying
with parted as (
    select
        email,
        canonical_email,
        split_part(canonical_email, '@', -1) as domain,
        left(canonical_email, -len(domain) - 1) as local_part,
        is_encapsulated,
    from staging.addresses
),

known as (
    select
        parted.*,
        lower(strip_accents(parted.local_part)) as plain_local_part,
        -- Gmail ignores dots, but they show where words end.
        case
            when parted.domain = 'gmail.com' then regexp_extract(strip_accents(parted.email), '^([^+@]+)', 1)
            else lower(strip_accents(parted.local_part))
        end as dotted_local_part,
        string_split(parted.domain, '.') as labels,
        freemail.domain is not null as is_freemail,
        roles.kind as role_kind,
    from parted
    left join resolution.freemail_domains as freemail on parted.domain = freemail.domain
    left join resolution.role_local_parts as roles on parted.local_part = roles.local_part
),

sited as (
    select
        *,
        -- The last two labels, or three under a country's co., ac. and the like: who runs the domain.
        case
            when
                len(labels) > 2 and len(labels[-1]) = 2
                and regexp_matches(labels[-2], '^(co|com|ac|org|edu|gov|gob|gouv|net|ne|or|mil|nic|id|res)$')
                then array_to_string(labels[-3:], '.')
            else array_to_string(labels[-2:], '.')
        end as site,
        len(labels) < 2
        or regexp_matches(domain, '(\(none\)|local|localdomain|localhost|lan|home|internal|intranet|box|corp)$')
            as is_host,
    from known
),

formed as (
    select
        *,
        regexp_replace(plain_local_part, '[^\p{L}\p{N}]', '', 'g') as login,
        regexp_replace(plain_local_part, '[^a-z]', '', 'g') as letters,
        regexp_extract_all(case when not is_encapsulated then dotted_local_part end, '[a-z]+') as words,
    from sited
)

select
    email,
    canonical_email,
    local_part,
    login,
    letters,
    domain,
    site,
    regexp_replace(split_part(site, '.', 1), '[^a-z0-9]', '', 'g') as site_label,
    case when is_freemail then 'private' when is_host then 'host' else 'own' end as domain_kind,
    role_kind,
    -- "nabil.freij" spells a name; "nfreij" may.
    case
        when
            role_kind is null and len(words) between 2 and 4 and not regexp_matches(plain_local_part, '^[0-9]|@')
            and len(list_filter(words, lambda word: len(word) > 1)) >= 2
            then array_to_string(words, ' ')
    end as spelled_name,
    -- The paths of all whom one Exchange knows are alike but for their ends.
    coalesce(role_kind, '') in ('junk', 'machine', 'role') or is_encapsulated as is_impersonal,
    is_encapsulated,
    login <> '' and coalesce(role_kind, '') <> 'junk'
    and not regexp_matches(domain, '(^|\.)(localhost|localdomain)$|^(example|invalid|\(none\))$') as is_identifying,
from formed
