-- One row per person whom the owner was ever in personal contact with, or who turned to the owner on LinkedIn: all that
-- main.relationships tells, but for the suggested action.
-- grain: person_id
-- not null: full_name, contact_days, tie_strength, status, relation
with known as (
    select person_id from relations.ties_assessed
    union
    select person_id
    from main.interactions
    where kind in ('endorsement', 'invitation')
),

assessed as (
    select
        people.person_id,
        people.full_name,
        people.company,
        people.position,
        people.primary_email,
        people.profile_url,
        ties.* exclude (person_id),
        words.* exclude (person_id),
        silences.data_confidence,
        out_of_reach.person_id is not null as is_out_of_reach,
        out_of_reach.covers_until as known_until,
        exits.exit_on,
        exits.strength_at_exit,
        lost.lost_address,
        lost.surviving_channel,
        colleagues.relation,
        colleagues.employer_key,
        colleagues.company as shared_employer,
        colleagues.evidence as relation_evidence,
        colleagues.confidence as relation_confidence,
    from known
    inner join main.people as people on known.person_id = people.person_id
    left join relations.ties_assessed as ties on known.person_id = ties.person_id
    left join relations.last_words as words on known.person_id = words.person_id
    left join relations.silences_weighed as silences on known.person_id = silences.person_id
    left join relations.people_out_of_reach as out_of_reach on known.person_id = out_of_reach.person_id
    left join relations.ties_at_exit as exits on known.person_id = exits.person_id
    left join relations.addresses_lost as lost on known.person_id = lost.person_id
    left join relations.colleagues_recognised as colleagues on known.person_id = colleagues.person_id
    where not people.is_owner
)

select
    * replace (
        coalesce(contact_days, 0) as contact_days,
        coalesce(contacts_90d, 0) as contacts_90d,
        coalesce(contacts_365d, 0) as contacts_365d,
        coalesce(tie_strength, 0) as tie_strength,
        coalesce(peak_strength, 0) as peak_strength,
        coalesce(relation, 'other') as relation
    ),
    round(100 * percent_rank() over (order by coalesce(tie_strength, 0)), 1) as tie_strength_percentile,
    coalesce(last_wrote_at > coalesce(last_turned_to_at, '-infinity'), false) as owes_reply,
    case
        when is_out_of_reach then 'unknown_since_exit'
        when coalesce(contact_days, 0) <= 1 then 'one_off'
        when p_contact_90d < 0.15 and days_since_contact > 90 then 'dormant'
        when p_contact_90d < 0.5 or (overdue_ratio >= 1 and p_contact_90d < 0.7) then 'cooling'
        else 'active'
    end as status,
from assessed
