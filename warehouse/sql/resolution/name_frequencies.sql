-- One row per word of a name: how many bits it is worth that two people who need not be one agree on it, as a given
-- name and as a surname. The bundled list counts like a thousand names, and like a tenth of those told: a small mailbox
-- gives a steady answer, and in a large one a name told once has bearers who were not told.
-- Two spellings of one person's other name are not two people: with the same initial they count as one.
-- grain: name
-- not null: given_bits, family_bits
with told as (
    select distinct
        given,
        head,
        left(given, 1) as given_initial,
        left(head, 1) as head_initial,
    from resolution.names
    where is_told and given <> ''
),

total as (
    select
        count(*) as name_count,
        1000 + 0.1 * count(*) as listed_count,
    from told
),

counted as (
    select
        name,
        sum(given_count) as given_count,
        sum(family_count) as family_count,
        sum(given_per_million) as given_per_million,
        sum(family_per_million) as family_per_million,
    from (
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
    ) as sources
    group by name
)

select
    counted.name,
    coalesce(counted.given_per_million, 0) > 0 as is_usual_given,
    counted.given_count + counted.family_count + coalesce(counted.given_per_million, 0)
    + coalesce(counted.family_per_million, 0) > 0 as is_usual,
    -- The name at hand is not its own namesake; one that no list holds is borne by 40 (10) people in a million.
    -log2(
        (
            greatest(counted.given_count - 1, 0)
            + greatest(coalesce(counted.given_per_million, 0), 40) / 1e6 * total.listed_count
        ) / (total.name_count + total.listed_count)
    ) as given_bits,
    -log2(
        (
            greatest(counted.family_count - 1, 0)
            + greatest(coalesce(counted.family_per_million, 0), 10) / 1e6 * total.listed_count
        ) / (total.name_count + total.listed_count)
    ) as family_bits,
from counted
cross join total
