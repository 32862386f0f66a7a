-- One row per e-mail address that any source mentions, with its normal form.
-- grain: email
-- not null: canonical_email
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

parted as (
    select
        email,
        regexp_extract(email, '^(.*)@', 1) as local_part,
        replace(regexp_extract(email, '@([^@]*)$', 1), 'googlemail.com', 'gmail.com') as domain,
    from mentioned
    where email like '%_@_%'
),

normalised as (
    select
        *,
        -- "+tag" reaches the same person everywhere it is known; dots are ignored by Gmail alone.
        case
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
from normalised
