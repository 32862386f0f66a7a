-- What a decision about people ($1, a list of ids) goes by: how to reach them, how warm the tie is, what is suggested.
with addressed as (
    select
        person_id,
        coalesce(list_sort(list(distinct email) filter (where email is not null)), []) as emails,
        coalesce(list_sort(list(distinct profile_url) filter (where profile_url is not null)), []) as profile_urls,
    from identities
    where person_id in (select unnest($1::text[]))
    group by person_id
),

met as (
    select
        person_id,
        count(*) as interaction_count,
    from interactions
    where person_id in (select unnest($1::text[]))
    group by person_id
)

select
    people.person_id,
    people.full_name,
    people.company,
    people.position,
    addressed.emails,
    addressed.profile_urls,
    relationships.status,
    actions.title as suggested_action,
    actions.reason,
    coalesce(actions.is_this_week, false) as is_this_week,
    relationships.last_contact_on,
    relationships.last_contact_kind,
    coalesce(relationships.contact_days, 0) as contact_days,
    coalesce(met.interaction_count, 0) as interaction_count,
from people
inner join addressed on people.person_id = addressed.person_id
left join relationships on people.person_id = relationships.person_id
left join suggested_actions as actions on people.person_id = actions.person_id
left join met on people.person_id = met.person_id
order by interaction_count desc, people.full_name, people.person_id
