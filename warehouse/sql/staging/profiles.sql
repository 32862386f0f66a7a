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

slugs as (
    select
        raw_profile_url,
        regexp_extract(raw_profile_url, '(?i)linkedin\.com/(?:in|pub)/([^/?#\s\x0b]+)', 1) as slug,
    from mentioned
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
