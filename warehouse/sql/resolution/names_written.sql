-- One row per name as written, told beside an address or spelled by one. Where that is two plain words, or an initial
-- and a surname, as nine names of ten are: its words, what stands before a comma last.
-- grain: written
-- not null: mention_count, is_ordered
with told as (
    select
        full_name as written,
        mention_count,
    from staging.identities
    union all
    select
        spelled_name as written,
        0 as mention_count,
    from resolution.addresses
),

counted as (
    select
        written,
        sum(mention_count) as mention_count,
    from told
    where written is not null
    group by written
),

cut as (
    select
        *,
        contains(written, ',') as is_ordered,
        case
            when
                regexp_full_match(
                    written, '([A-Z][a-z]+|[a-z]{2,}),? ([A-Z][a-z]+|[a-z]{2,})|[A-Z]\.? [A-Z][a-z]+'
                ) then string_split(translate(written, ',.', ''), ' ')
        end as words,
    from counted
),

ordered as (
    select
        *,
        case when is_ordered then words[2] else words[1] end as first_word,
        case when is_ordered then words[1] else words[2] end as last_word,
    from cut
)

select
    written,
    lower(first_word) as first_word,
    lower(last_word) as last_word,
    case
        when regexp_matches(first_word, '^[a-z]')
            then upper(left(first_word, 1)) || first_word[2:] || ' ' || upper(left(last_word, 1)) || last_word[2:]
        when is_ordered then first_word || ' ' || last_word
        when first_word is not null then written
    end as display,
    is_ordered,
    mention_count,
from ordered
