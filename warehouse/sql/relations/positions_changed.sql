-- One row per person whose company or position differs between two exports of theirs (the last change, of at most a
-- year ago), or from the employer that the owner knows them from.
-- grain: person_id
with compared as (
    select
        *,
        lag(observed_on) over exports as before_on,
        lag(company) over exports as company_before,
        lag(position) over exports as position_before,
        lag(company_key) over exports as company_key_before,
    from relations.cards_told
    where kind in ('connection', 'address_book') and company_key is not null
    window exports as (partition by person_id, kind order by observed_on)
),

changed as (
    select
        *,
        company_key <> company_key_before as is_move,
        strftime(before_on, '%-d %b %Y') as before_day,
        strftime(observed_on, '%-d %b %Y') as observed_day,
    from compared
    where
        observed_on > cast(getvariable('as_of') as date) - 365
        and (company_key <> company_key_before or lower(position) <> lower(position_before))
    qualify row_number() over (partition by person_id order by observed_on desc, kind desc) = 1
)

select
    considered.person_id,
    'offer_help' as family,
    case when changed.is_move then 'moved' else 'new position' end as occasion,
    concat_ws(' ', changed.company_key, lower(changed.position)) as fact_key,
    concat(
        'Ask ', considered.full_name, ' about the start ',
        case when changed.is_move then 'at ' || changed.company else 'as ' || changed.position end
    ) as title,
    concat(
        case
            when changed.is_move then concat('Moved from ', changed.company_before, ' to ', changed.company)
            else concat('From ', changed.position_before, ' to ', changed.position, ' at ', changed.company)
        end,
        ', between ', changed.before_day, ' and ', changed.observed_day, '.',
        case
            when considered.asked_count >= 3
                then concat(
                    ' They answered ', considered.answered_count, ' of the ', considered.asked_count,
                    ' conversations that you opened in three years.'
                )
        end
    ) as reason,
    1.5 as fit,
    false as is_debt,
    cast(getvariable('as_of') as date) + 14 as due_on,
    to_json(struct_pack(
        company := changed.company, company_before := changed.company_before, position := changed.position,
        position_before := changed.position_before, before_on := changed.before_on, observed_on := changed.observed_on
    )) as facts,
from relations.people_considered as considered
inner join changed on considered.person_id = changed.person_id
