-- One row per word of a name: how many bits it is worth that two people who need not be one agree on it, as a given
-- name and as a surname. The bundled list counts like a thousand names, and like a tenth of those told: a small mailbox
-- gives a steady answer, and in a large one a name told once has bearers who were not told.
-- grain: name
-- not null: given_bits, family_bits
with weighed as (
    select
        *,
        1000 + 0.1 * name_count as listed_count,
    from resolution.names_counted
)

select
    name,
    given_per_million > 0 as is_usual_given,
    given_count + family_count + given_per_million + family_per_million > 0 as is_usual,
    -- The name at hand is not its own namesake; one that no list holds is borne by 40 (10) people in a million.
    -log2(
        (greatest(given_count - 1, 0) + greatest(given_per_million, 40) / 1e6 * listed_count)
        / (name_count + listed_count)
    ) as given_bits,
    -log2(
        (greatest(family_count - 1, 0) + greatest(family_per_million, 10) / 1e6 * listed_count)
        / (name_count + listed_count)
    ) as family_bits,
from weighed
