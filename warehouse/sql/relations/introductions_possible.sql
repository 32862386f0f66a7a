-- One row per person whom the owner could introduce to somebody else, which warms two ties at once: of each pair, the
-- one with the cooler tie.
-- grain: person_id
select
    one.person_id,
    'collaborate' as family,
    'introduction' as occasion,
    other.person_id as fact_key,
    concat('Introduce ', one.full_name, ' to ', other.full_name) as title,
    concat(
        'Both ', pairs.craft, ': ', one.full_name, ' (', one.company, ', ', one.contact_text, ' with you) and ',
        other.full_name, ' (', other.company, ', ', other.contact_text, '); no mail or meeting of yours ever had both.'
    ) as reason,
    -- A title in common says less than a skill that both vouched for.
    case when starts_with(pairs.craft, 'endorsed') then 1.2 else 0.8 end as fit,
    false as is_debt,
    cast(getvariable('as_of') as date) + 21 as due_on,
    to_json(struct_pack(
        other_person_id := other.person_id, other_name := other.full_name, craft := pairs.craft,
        craft_count := pairs.craft_count, last_contact_on := one.last_contact_on
    )) as facts,
from relations.people_to_introduce as pairs
inner join relations.people_considered as one on pairs.person_id = one.person_id
inner join relations.people_considered as other on pairs.other_id = other.person_id
where (one.lift, one.person_id) > (other.lift, other.person_id)
