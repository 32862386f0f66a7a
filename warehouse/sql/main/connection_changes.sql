-- One row per LinkedIn connection and what changed about it between two archives that follow each other.
-- grain: person_id, change, after_on
-- not null: full_name, before_on
-- person_id: Whose connection it is.
-- full_name: Their name.
-- change: company, position, new or vanished: removed by either side, or the profile was hidden or closed.
-- before: The company or position that the earlier archive tells; of a vanished connection both.
-- after: The company or position that the later archive tells; of a new connection both.
-- before_on: The day of the earlier archive. The change came after it.
-- after_on: The day of the later archive. The change came before its end.
with told as (
    select
        person_id,
        observed_on,
        company,
        position,
        coalesce(company_key, '') as company_key,
    from relations.cards_told
    where kind = 'connection'
),

archives as (
    select
        days.observed_on as before_on,
        lead(days.observed_on) over (order by days.observed_on) as after_on,
    from (select distinct observed_on from told) as days
),

listed as (
    select distinct
        told.person_id,
        archives.before_on,
        archives.after_on,
    from archives
    inner join told on told.observed_on in (archives.before_on, archives.after_on)
    where archives.after_on is not null
),

compared as (
    select
        listed.*,
        unnest(case
            when earlier.person_id is null
                then [{ change: 'new', before: null, after: concat_ws(' at ', later.position, later.company) }]
            when later.person_id is null
                then [{ change: 'vanished', before: concat_ws(' at ', earlier.position, earlier.company), after: null }]
            else list_concat(
                if(
                    earlier.company_key <> later.company_key,
                    [{ change: 'company', before: earlier.company, after: later.company }], []
                ),
                if(
                    lower(earlier.position) is distinct from lower(later.position),
                    [{ change: 'position', before: earlier.position, after: later.position }], []
                )
            )
        end) as change,
    from listed
    left join told as earlier on listed.person_id = earlier.person_id and listed.before_on = earlier.observed_on
    left join told as later on listed.person_id = later.person_id and listed.after_on = later.observed_on
)

select
    compared.person_id,
    people.full_name,
    compared.change.change,
    nullif(compared.change.before, '') as before,
    nullif(compared.change.after, '') as after,
    compared.before_on,
    compared.after_on,
from compared
inner join main.people as people on compared.person_id = people.person_id
where not people.is_owner
-- Who changed the address of their profile is gone under the one and new under the other.
qualify
    compared.change.change in ('company', 'position')
    or count(distinct compared.change.change) over (partition by people.full_name, compared.after_on) = 1
