-- One row per LinkedIn profile URL as the sources write it, with its canonical form.
-- grain: raw_profile_url
-- not null: profile_url
with mentioned as (
    select profile_url as raw_profile_url
    from landing.participants
    union
    select profile_url as raw_profile_url
    from landing.contacts
),

parted as (
    select
        raw_profile_url,
        regexp_extract(
            raw_profile_url, '(?i)linkedin\.com/(?:(?:comm|m|mwlite)/)?(in|pub)/([^/?#\s\x0b]+)', ['place', 'name']
        ) as told,
        regexp_extract(
            raw_profile_url,
            '(?i)linkedin\.com/pub/[^/?#\s\x0b]+/([0-9a-f]{1,3})/([0-9a-f]{1,3})/([0-9a-f]{1,3})(?:[/?#\s]|$)',
            ['last', 'middle', 'first']
        ) as number,
    from mentioned
),

-- Until 2015 who had chosen no address had one in four parts, which LinkedIn still redirects: /pub/ana-lund/a7/57/b50
-- is /in/ana-lund-b50057a7. The first part alone is everybody's of that name, and /pub/dir/ lists them.
slugs as (
    select
        raw_profile_url,
        case
            when told.place ilike 'pub' and told.name ilike 'dir' then ''
            when number.first <> ''
                then concat(told.name, '-', lpad(number.first, 3, '0'), lpad(number.middle, 3, '0'), number.last)
            else told.name
        end as slug,
    from parted
),

decoded as (
    select
        raw_profile_url,
        slug,
        try(url_decode(slug)) as decoded_slug,
    from slugs
    where slug <> ''
)

select
    raw_profile_url,
    'https://www.linkedin.com/in/'
    -- What decodes to no text, or to more than a slug, is a slug all the same.
    || lower(if(regexp_matches(decoded_slug, '^[^%/?#\x00-\x20\x7f]+$'), decoded_slug, slug)) as profile_url,
from decoded
