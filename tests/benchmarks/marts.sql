-- Staging tables of an owner with so many messages (message_count) to and fro with so many people (person_count): a few
-- of them often, most of them once. Every twentieth is a meeting, every twentieth a LinkedIn message; a tenth is bulk.
insert into staging.owner by name select 'Europe/Oslo' as time_zone;

insert into staging.tenures by name
from (
    values
    ('Site 1', 'Developer', date '2016-01-01', date '2020-01-01'),
    ('Company 2', 'Lead', date '2020-02-01', null)
) as tenures (company, position, started_on, finished_on);

insert into staging.skills by name select unnest(['Data', 'SQL', 'Teaching']) as skill;

create temp table invented_people as
select
    number,
    md5('i' || number) as identity_id,
    'p' || left(md5('p' || number), 12) as person_id,
    'Person ' || number as full_name,
    'user' || number || '@site' || (number % 3000) || '.example' as email,
    case when number % 3 = 0 then 'https://www.linkedin.com/in/u' || number end as profile_url,
    'Company ' || (number % 3000) as company,
    'Job ' || (number % 500) as position,
from range(cast(getvariable('person_count') as integer)) as people (number);

insert into staging.identities by name
select
    identity_id,
    full_name,
    email,
    profile_url,
    [company] as companies,
    ['email'] as sources,
    false as is_owner,
    date '2016-01-01' as first_seen_on,
    date '2026-11-01' as last_seen_on,
    3 as mention_count,
from invented_people
union all by name
select
    'owner' as identity_id,
    'Owner' as full_name,
    'me@site1.example' as email,
    []::text[] as companies,
    ['email'] as sources,
    true as is_owner,
    date '2016-01-01' as first_seen_on,
    date '2026-11-01' as last_seen_on,
    3 as mention_count;

insert into resolution.persons_of by name
select identity_id, person_id from invented_people union all select 'owner' as identity_id, 'powner' as person_id;

insert into main.people by name
select person_id, full_name, email as primary_email, profile_url, company, position, false as is_owner from invented_people
union all by name
select 'powner' as person_id, 'Owner' as full_name, 'me@site1.example' as primary_email, true as is_owner;

insert into resolution.addresses by name
select
    email,
    email as canonical_email,
    'own' as domain_kind,
    split_part(email, '@', 2) as site,
    split_part(split_part(email, '@', 2), '.', 1) as site_label,
from staging.identities;

insert into staging.contacts by name
select
    'c' || number as contact_id,
    1 as address_number,
    'unit' as unit_id,
    identity_id,
    'connection' as kind,
    full_name,
    email,
    profile_url,
    company,
    position,
    false as is_owner,
    date '2026-11-01' as observed_on,
from invented_people
where number % 3 = 0;

-- What looks like chance is drawn from a hash: the same tables every time.
create temp table invented_messages as
with drawn as (
    select
        number,
        (hash(number, 1) % 1000003) / 1000003 as u1,
        (hash(number, 2) % 1000003) / 1000003 as u2,
        (hash(number, 3) % 1000003) / 1000003 as u3,
        (hash(number, 4) % 1000003) / 1000003 as u4,
    from range(cast(getvariable('message_count') as integer)) as messages (number)
)

select
    number,
    md5('m' || number) as interaction_id,
    case number % 20 when 0 then 'meeting' when 1 then 'linkedin_message' else 'email' end as kind,
    timestamptz '2016-01-01 00:00:00+00' + to_seconds(cast(u1 * 10.88 * 365.25 * 86400 as bigint)) as occurred_at,
    u2 < 0.45 as is_from_owner,
    cast(floor(pow(u3, 3) * cast(getvariable('person_count') as integer)) as integer) as other,
    case when u4 < 0.7 then 1 when u4 < 0.91 then 3 else 12 end as recipient_count,
    (u4 * 100) % 1 < 0.1 as is_bulk,
    number % 3 > 0 and (u4 * 1000) % 1 < 0.5 as is_answer,
from drawn;

insert into staging.interactions by name
select
    interaction_id,
    md5('t' || number // 3) as thread_id,
    case when is_answer then md5('m' || (number - 1)) end as in_reply_to,
    kind,
    'Subject ' || number // 3 as subject,
    'confirmed' as state,
    case when is_bulk then 'list-id' else '' end as bulk_evidence,
    'Inbox' as folder,
    '' as place,
    '' as url,
    'mail.mbox' as source_path,
    'byte ' || number as source_location,
    false as is_all_day,
    false as is_recurring,
    false as has_text,
    occurred_at,
    case kind when 'meeting' then occurred_at + interval 1 hour end as ended_at,
    cast(timezone('Europe/Oslo', occurred_at) as date) as occurred_on,
    recipient_count + 1 as participant_count,
from invented_messages;

-- Who takes part: the owner and the other, and whoever else was addressed.
insert into staging.participants by name
with seats as (
    select
        messages.interaction_id,
        seat.number as participant_number,
        case
            when seat.number = 0 then case messages.kind when 'meeting' then 'organizer' else 'from' end
            else case messages.kind when 'meeting' then 'attendee' else 'to' end
        end as role,
        case
            when (seat.number = 0) = messages.is_from_owner and seat.number < 2 then null
            else (messages.other + greatest(seat.number - 1, 0) * 7) % cast(getvariable('person_count') as integer)
        end as other,
    from invented_messages as messages
    inner join range(13) as seat (number) on seat.number <= messages.recipient_count
)

select
    seats.interaction_id,
    seats.participant_number,
    seats.role,
    coalesce(people.identity_id, 'owner') as identity_id,
    coalesce(people.full_name, 'Owner') as name,
    coalesce(people.email, 'me@site1.example') as email,
    '' as company,
    '' as partstat,
    '' as cutype,
    seats.other is null as is_owner,
from seats
left join invented_people as people on seats.other = people.number;
