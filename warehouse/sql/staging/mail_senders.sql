-- One row per address that sent mail: how much of it lies in a folder for sent mail, and in which files; and the words
-- of its full names.
-- grain: email
with full_names as (
    -- Of two words in Latin letters or more: a nickname, a firm's one word and other scripts prove nothing.
    select
        email,
        regexp_extract_all(lower(strip_accents(name)), '[a-z]{2,}') as words,
    from (
        select distinct
            lower(trim(email)) as email,
            name,
        from landing.participants
        where role = 'from' and email <> '' and name not like '%@%'
    ) as told
),

named as (
    select
        email,
        list_sort(list_distinct(flatten(list(words)))) as name_words,
    from full_names
    where len(words) > 1
    group by email
)

select
    filed.email,
    count(*) as message_count,
    count(filed.sent_in) as sent_count,
    coalesce(list(distinct filed.sent_in order by filed.sent_in) filter (where filed.sent_in is not null), [])
        as sent_in,
    coalesce(any_value(named.name_words), []) as name_words,
from staging.mail_filed as filed
left join named on filed.email = named.email
group by filed.email
