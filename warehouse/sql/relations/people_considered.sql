-- One row per person who may be suggested: the tie, what one more contact would change, and what speaks against it now.
-- value: What the tie is worth: ln(1 + peak_strength) × (0.5 + reciprocity), half as much again for whoever recommended
--   the owner, a fifth more for ties outside the present employer (they know what colleagues do not), 0.6 of it for
--   colleagues at hand.
-- p_reply: Share of the conversations opened by the owner that they answered, drawn towards .30 where there were few.
-- organisation: The company told, else the one whose mail they use.
-- is_waiting: Whether the owner wrote last, less than 14 days ago.
-- meeting_on: The next meeting with them, of 8 people at most.
-- last_contact_text, last_contact_day, contact_text: The last contact, and how many days of it, as reasons tell them.
-- grain: person_id
-- not null: full_name, value, p_reply, lift, is_waiting
with recommended as (
    select
        person_id,
        max(occurred_on) filter (where direction = 'inbound') as recommended_on,
    from main.interactions
    where kind = 'recommendation'
    group by person_id
),

meetings as (
    select
        person_id,
        min(occurred_on) as meeting_on,
    from relations.meetings_ahead
    where party_count <= 8
    group by person_id
)

select
    assessed.*,
    ways.channel,
    companies.company_key,
    coalesce(companies.company_key, sites.employer_key, addresses.site, assessed.person_id) as organisation,
    recommended.recommended_on,
    meetings.meeting_on,
    case
        when assessed.last_contact_kind = 'meeting' then 'you last met'
        when assessed.last_contact_kind = 'connection' then 'you connected'
        when assessed.last_contact_kind = 'recommendation' and assessed.last_direction = 'inbound'
            then 'they recommended you'
        when assessed.last_contact_kind = 'recommendation' then 'you recommended them'
        when assessed.last_direction = 'inbound' then 'they last wrote'
        else 'you last wrote'
    end as last_contact_text,
    strftime(assessed.last_contact_on, '%-d %b %Y') as last_contact_day,
    concat(assessed.contact_days, case assessed.contact_days when 1 then ' day' else ' days' end, ' of contact')
        as contact_text,
    coalesce(answers.asked_count, 0) as asked_count,
    coalesce(answers.answered_count, 0) as answered_count,
    coalesce(answers.they_asked_count, 0) as they_asked_count,
    coalesce(answers.you_answered_count, 0) as you_answered_count,
    ln(1 + assessed.peak_strength) * (0.5 + coalesce(assessed.reciprocity, 0.5))
    * case when recommended.recommended_on is not null then 1.5 else 1 end
    * case assessed.relation when 'colleague' then 0.6 else 1.2 end as value,
    (coalesce(answers.answered_count, 0) + 4 * 0.30) / (coalesce(answers.asked_count, 0) + 4) as p_reply,
    coalesce(assessed.p_after_contact - assessed.p_contact_90d, 0) as lift,
    coalesce(
        assessed.last_direction = 'outbound'
        and assessed.last_outbound_on > cast(getvariable('as_of') as date) - 14,
        false
    ) as is_waiting,
    coalesce(meetings.meeting_on <= cast(getvariable('as_of') as date) + 21, false) as is_meeting_soon,
from relations.relationships_assessed as assessed
left join relations.ways_to_reach as ways on assessed.person_id = ways.person_id
left join relations.answers_counted as answers on assessed.person_id = answers.person_id
left join relations.companies_keyed as companies on assessed.company = companies.company
left join resolution.addresses as addresses on ways.channel = addresses.email and addresses.domain_kind = 'own'
left join relations.employer_sites as sites on addresses.site = sites.site
left join recommended on assessed.person_id = recommended.person_id
left join meetings on assessed.person_id = meetings.person_id
