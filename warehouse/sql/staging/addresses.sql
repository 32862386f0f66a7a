-- One row per e-mail address that any source mentions, with its normal form.
-- grain: email
-- is_encapsulated: Whether it is the form in which Exchange hides an address of another sort.
-- not null: canonical_email, is_encapsulated
with mentioned as (
    select lower(trim(email)) as email
    from landing.participants
    union
    select lower(trim(contact.email)) as email
    from (select unnest(emails) as email from landing.contacts) as contact
    union
    select lower(trim(mailbox)) as email
    from landing.interactions
    union
    select lower(trim(setting.email)) as email
    from (select unnest(getvariable('me')) as email) as setting
),

unpacked as (
    select
        email,
        case
            -- "imceasmtp-ana+40silva+2eexample@exchange" is ana@silva.example.
            when
                regexp_matches(
                    email, '^imceasmtp-([a-z0-9=._-]|\+[2-7][0-9a-f])+\+40([a-z0-9=._-]|\+[2-7][0-9a-f])+@[^@]*$'
                ) then lower(url_decode(replace(regexp_extract(email, '^imceasmtp-(.*)@', 1), '+', '%')))
            else email
        end as address,
        regexp_matches(email, '^imcea[a-z0-9]*-') as is_encapsulated,
    from mentioned
),

parted as (
    select
        email,
        regexp_extract(address, '^(.*)@', 1) as local_part,
        replace(regexp_extract(address, '@([^@]*)$', 1), 'googlemail.com', 'gmail.com') as domain,
        is_encapsulated,
    from unpacked
    where email like '%_@_%'
),

normalised as (
    select
        *,
        -- "+tag" reaches the same person everywhere it is known; dots are ignored by Gmail alone.
        case
            -- "imceaex-_o=acme_ou=exchange+20group_cn=ana": no tag, but a space.
            when regexp_matches(local_part, '^imcea[a-z0-9]*-') then local_part
            when domain = 'users.noreply.github.com' then regexp_replace(local_part, '^\d+\+', '')
            when domain = 'gmail.com' then replace(regexp_replace(local_part, '\+.*$', ''), '.', '')
            else regexp_replace(local_part, '(.)\+.*$', '\1')
        end as canonical_local_part,
    from parted
)

select
    email,
    local_part,
    domain,
    canonical_local_part || '@' || domain as canonical_email,
    is_encapsulated,
from normalised
