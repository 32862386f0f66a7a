-- One row per person with whom the owner shared an employer before leaving it, or who is out of reach since: how strong
-- the tie was on that day.
-- exit_on: The last day there; for whoever is out of reach, the last day of the channel.
-- grain: person_id
-- not null: exit_on, strength_at_exit
with exits as (
    select
        coalesce(out_of_reach.person_id, colleagues.person_id) as person_id,
        coalesce(out_of_reach.covers_until, colleagues.finished_on) as exit_on,
    from relations.colleagues_recognised as colleagues
    full outer join relations.people_out_of_reach as out_of_reach
        on colleagues.person_id = out_of_reach.person_id
)

select
    exits.person_id,
    exits.exit_on,
    arg_max(contact_days.strength * pow(2, -(exits.exit_on - contact_days.contact_on) / 90.0), contact_days.contact_on)
        as strength_at_exit,
from exits
inner join relations.people_keyed as people on exits.person_id = people.person_id
inner join relations.contact_days as contact_days
    on people.person_key = contact_days.person_key and exits.exit_on >= contact_days.contact_on
where contact_days.ego = 0 and exits.exit_on <= cast(getvariable('as_of') as date)
group by exits.person_id, exits.exit_on
