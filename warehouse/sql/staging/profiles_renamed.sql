-- One row per LinkedIn profile that a later archive tells under another address: it is a connection of the same name
-- and day, and no archive tells both.
-- renamed_to: The address in the newest archive.
-- grain: profile_url
-- not null: renamed_to
with told as (
    select distinct
        cards.observed_on,
        profiles.profile_url,
        lower(trim(regexp_replace(cards.full_name, '\s+', ' ', 'g'))) as name,
        cast(timezone('UTC', interactions.occurred_at) as date) as connected_on,
    from staging.own_cards as cards
    inner join landing.interactions as interactions
        on cards.unit_id = interactions.unit_id and cards.location = interactions.location
    inner join staging.profiles as profiles on cards.profile_url = profiles.raw_profile_url
    where
        cards.kind = 'connection' and cards.observed_on is not null and cards.full_name <> ''
        and interactions.kind = 'connection'
),

renamed as (
    select
        name,
        connected_on,
        arg_max(profile_url, observed_on) as profile_url,
    from told
    group by name, connected_on
    having count(distinct profile_url) > 1 and count(distinct observed_on) = count(*)
)

select
    told.profile_url,
    min(renamed.profile_url) as renamed_to,
from told
inner join renamed on told.name = renamed.name and told.connected_on = renamed.connected_on
where told.profile_url <> renamed.profile_url
group by told.profile_url
