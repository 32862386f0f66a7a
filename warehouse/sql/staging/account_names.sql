-- One row per address of a mailbox or calendar: the names that any source tells with it, as sorted letters-only words,
-- and whether of all such addresses it takes part in most.
-- grain: email
-- not null: kinds, name_keys, is_busiest
with accounts as (
    select
        email,
        list(kind) as kinds,
        sum(interaction_count) as interaction_count,
    from staging.account_addresses
    group by email
),

told as (
    select distinct
        lower(trim(email)) as email,
        name,
    from landing.participants
    where name <> '' and name not like '%@%'
),

named as (
    select
        told.email,
        list(distinct array_to_string(
            list_sort(regexp_extract_all(lower(strip_accents(told.name)), '[\p{L}\p{N}]+')), ' '
        )) as name_keys,
    from told
    semi join accounts on told.email = accounts.email
    group by told.email
)

select
    accounts.email,
    accounts.kinds,
    coalesce(named.name_keys, []) as name_keys,
    row_number() over (order by accounts.interaction_count desc, accounts.email) = 1 as is_busiest,
from accounts
left join named on accounts.email = named.email
