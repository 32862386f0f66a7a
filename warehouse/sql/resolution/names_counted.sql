-- One row per word of a name: how many different names have it as given name and as surname, among those told here, and
-- how many people per million bear it by the bundled list.
-- Two spellings of one person's other name are not two people: with the same initial they count as one.
-- grain: name
with told as (
    select distinct
        given,
        head,
        left(given, 1) as given_initial,
        left(head, 1) as head_initial,
    from resolution.names
    where mention_count > 0 and given <> ''
),

counted as (
    select
        name,
        0 as given_count,
        0 as family_count,
        given_per_million,
        family_per_million,
    from read_csv(getvariable('name_frequencies_file'))
    union all
    select
        given as name,
        greatest(count(distinct nullif(head_initial, '')), count(distinct nullif(head, '')) / 2) as given_count,
        0 as family_count,
        0 as given_per_million,
        0 as family_per_million,
    from told
    group by given
    union all
    select
        head as name,
        0 as given_count,
        greatest(count(distinct given_initial), count(distinct given) / 2) as family_count,
        0 as given_per_million,
        0 as family_per_million,
    from told
    where head <> ''
    group by head
    union all
    -- A name that addresses alone spell is as rare as one that was told once, and worth as much.
    select
        unnest([given, head]) as name,
        0 as given_count,
        0 as family_count,
        0 as given_per_million,
        0 as family_per_million,
    from resolution.names
    where mention_count = 0 and given <> '' and head <> ''
)

select
    name,
    sum(given_count) as given_count,
    sum(family_count) as family_count,
    coalesce(sum(given_per_million), 0) as given_per_million,
    coalesce(sum(family_per_million), 0) as family_per_million,
    (select count(*) from told) as name_count,
from counted
group by name
