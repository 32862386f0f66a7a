-- One row per word of the names that may be plain, and what there is to know of it by itself.
-- grain: word
-- not null: forms
with words as (
    select first_word as word
    from resolution.names_written
    where first_word is not null
    union
    select last_word as word
    from resolution.names_written
    where last_word is not null
)

select
    word,
    name_word(word) as forms,
from words
