-- One row per member of LinkedIn, of several whose archives there are, who is told in mail and meetings.
-- is_me: Whether under an address that the user named.
-- share: Of all mail and meetings, how much they take part in.
-- grain: member
-- not null: is_me, share
with members as (
    select *
    from staging.linkedin_members
    qualify count(*) over () > 1
),

parties as (
    select distinct
        participants.email as raw_email,
        participants.name as raw_name,
        addresses.canonical_email,
        regexp_extract_all(
            regexp_replace(translate(lower(strip_accents(participants.name)), 'øłđð', 'oldd'), '([aou])e', '\1', 'g'),
            '\p{L}+'
        ) as words,
        list_contains(getvariable('me'), addresses.email) as is_me,
    from landing.participants as participants
    inner join staging.addresses as addresses on lower(trim(participants.email)) = addresses.email
    where exists (select 1 from members)
),

known as (
    select
        members.member,
        parties.raw_email,
        parties.raw_name,
        bool_or(parties.is_me) as is_me,
    from members
    inner join parties
        on
            list_contains(members.emails, parties.canonical_email)
            or len(list_filter(members.names, lambda name: len(name) > 1 and list_has_all(parties.words, name))) > 0
    group by members.member, parties.raw_email, parties.raw_name
),

told as (
    select
        known.member,
        participants.unit_id,
        participants.interaction_number,
        bool_or(known.is_me) as is_me,
    from known
    inner join landing.participants as participants
        on known.raw_email = participants.email and known.raw_name = participants.name
    inner join landing.units as units on participants.unit_id = units.unit_id
    where units.connector <> 'linkedin'
    group by known.member, participants.unit_id, participants.interaction_number
),

total as (
    select count(*) as interaction_count
    from landing.interactions as interactions
    inner join landing.units as units on interactions.unit_id = units.unit_id
    where units.connector <> 'linkedin'
)

select
    told.member,
    bool_or(told.is_me) as is_me,
    count(*) / any_value(total.interaction_count) as share,
from told
cross join total
group by told.member
