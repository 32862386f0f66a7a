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
        trim(regexp_extract(raw_profile_url, '(?i)linkedin\.com/(?:in|pub)/([^/?#\s]+)', 1)) as slug,
    from mentioned
)

select
    raw_profile_url,
    -- What decodes to no text is a slug all the same.
    'https://www.linkedin.com/in/' || lower(coalesce(try(url_decode(slug)), slug)) as profile_url,
from slugs
where slug <> ''
