-- One row per person with a birthday or a round year of knowing each other within the next 14 days.
-- grain: person_id
with birthdays as (
    select
        persons_of.person_id,
        'birthday' as occasion,
        min(try_cast(right(regexp_replace(contacts.birthday, '[^0-9]', '', 'g'), 4) as integer)) as month_day,
        max(contacts.observed_on) as since_on,
    from staging.contacts as contacts
    inner join resolution.persons_of as persons_of on contacts.identity_id = persons_of.identity_id
    where regexp_matches(contacts.birthday, '\d\d-?\d\d$')
    group by persons_of.person_id
),

connections as (
    select
        person_id,
        'anniversary' as occasion,
        cast(strftime(min(occurred_on), '%m%d') as integer) as month_day,
        min(occurred_on) as since_on,
    from main.interactions
    where kind = 'connection'
    group by person_id
),

dated as (
    select * from birthdays
    union all
    select * from connections
),

coming as (
    select cast(getvariable('as_of') as date) + cast(unnest(range(15)) as integer) as due_on
),

-- The 29th of February comes on the 28th where there is no other.
met as (
    select
        dated.*,
        coming.due_on,
        year(coming.due_on) - year(dated.since_on) as year_count,
        concat(year_count, case year_count when 1 then ' year' else ' years' end, ' connected') as span_text,
    from dated
    inner join coming
        on
            cast(strftime(coming.due_on, '%m%d') as integer) = dated.month_day
            or (dated.month_day = 229 and strftime(coming.due_on, '%m%d') = '0228')
    qualify row_number() over (
        partition by dated.person_id order by dated.occasion desc, coming.due_on desc
    ) = 1
)

select
    met.person_id,
    'be_genuine' as family,
    met.occasion,
    cast(met.due_on as text) as fact_key,
    case met.occasion
        when 'birthday' then 'Wish ' || considered.full_name || ' a happy birthday'
        else concat('Write to ', considered.full_name, ': ', met.span_text)
    end as title,
    concat(
        case met.occasion
            when 'birthday' then concat('Birthday on ', strftime(met.due_on, '%-d %b %Y'))
            else concat(met.span_text, ', since ', strftime(met.since_on, '%-d %b %Y'))
        end,
        '; ', considered.last_contact_text, ' on ', considered.last_contact_day, ', ', considered.contact_text,
        ' in all.'
    ) as reason,
    case met.occasion when 'birthday' then 1.5 else 1.0 end as fit,
    false as is_debt,
    met.due_on,
    to_json(struct_pack(occasion := met.occasion, due_on := met.due_on, since_on := met.since_on)) as facts,
from met
inner join relations.people_considered as considered on met.person_id = considered.person_id
-- Who is in touch anyway needs no anniversary.
where
    considered.contact_days >= 3
    and (met.occasion = 'birthday' or (met.year_count > 0 and considered.days_since_contact >= 30))
