-- One row per event in 3 to 45 days and person: why the two of them should meet there.
-- grain: interaction_id, person_id
-- not null: tie, tie_on
with ahead as (
    select *
    from relations.events_attended
    where starts_on between cast(getvariable('as_of') as date) + 3 and cast(getvariable('as_of') as date) + 45
),

expected as (
    select
        ahead.interaction_id,
        people.person_id,
        'expected' as tie,
        ahead.starts_on as tie_on,
        ahead.title as tie_title,
    from ahead
    inner join relations.parties_attributed as parties on hash(ahead.interaction_id) = parties.interaction_key
    inner join relations.people_keyed as people on parties.party_key = people.person_key
    where parties.is_person and not parties.is_declined and ahead.party_count >= 3
),

were_there as (
    select
        editions.interaction_id,
        people.person_id,
        'was there' as tie,
        editions.starts_on as tie_on,
        editions.title as tie_title,
    from relations.editions_matched as editions
    inner join relations.parties_attributed as parties on hash(editions.earlier_id) = parties.interaction_key
    inner join relations.people_keyed as people on parties.party_key = people.person_key
    where parties.is_person and not parties.is_declined
    union all
    -- Nobody lists the visitors of a conference; who connected during it, or in the week after, was one.
    select
        editions.interaction_id,
        interactions.person_id,
        'connected there' as tie,
        interactions.occurred_on as tie_on,
        editions.title as tie_title,
    from relations.editions_matched as editions
    inner join main.interactions as interactions
        on interactions.occurred_on between editions.starts_on and editions.ends_on + 7
    where interactions.kind = 'connection'
),

hosts as (
    select
        ahead.interaction_id,
        people.person_id,
        'company there' as tie,
        ahead.starts_on as tie_on,
        people.company as tie_title,
    from ahead
    inner join relations.companies_keyed as companies
        on
            len(companies.company_label) >= 5
            and contains(concat(' ', ahead.edition_key, ' '), concat(' ', companies.company_key, ' '))
    inner join main.people as people on companies.company = people.company
    where ahead.is_notable and not people.is_owner
),

found as (
    select * from expected
    union all
    select * from were_there
    union all
    select * from hosts
)

select *
from found
qualify row_number() over (
    partition by interaction_id, person_id
    order by
        list_position(['was there', 'connected there', 'expected', 'company there'], tie), tie_on desc, tie_title
) = 1
