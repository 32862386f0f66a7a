-- One row per person who holds a position that the owner held once, elsewhere: the owner knows what it takes.
-- grain: person_id
with held as (
    select
        trim(regexp_replace(lower(strip_accents(tenures.position)), '[^\pL\pN]+', ' ', 'g')) as position_key,
        arg_max(tenures.company, (tenures.started_on, tenures.company)) as company,
        max(tenures.started_on) as started_on,
        max(coalesce(tenures.finished_on, '9999-12-31')) as finished_on,
    from staging.tenures as tenures
    where tenures.position <> ''
    group by 1
)

select
    considered.person_id,
    'offer_help' as family,
    'position shared' as occasion,
    held.position_key as fact_key,
    concat('Offer ', considered.full_name, ' your experience as ', considered.position) as title,
    concat(
        'They are ', considered.position, coalesce(' at ' || considered.company, ''), ', as you were at ', held.company,
        ' from ', strftime(held.started_on, '%b %Y'), ' to ', strftime(held.finished_on, '%b %Y'), '; ',
        considered.last_contact_text, ' on ', considered.last_contact_day, '.'
    ) as reason,
    1.0 as fit,
    false as is_debt,
    cast(getvariable('as_of') as date) + 14 as due_on,
    to_json(struct_pack(
        position := considered.position, company := considered.company, your_company := held.company,
        last_contact_on := considered.last_contact_on
    )) as facts,
from relations.people_considered as considered
inner join held
    on trim(regexp_replace(lower(strip_accents(considered.position)), '[^\pL\pN]+', ' ', 'g')) = held.position_key
where held.finished_on < cast(getvariable('as_of') as date) and considered.contact_days >= 3
