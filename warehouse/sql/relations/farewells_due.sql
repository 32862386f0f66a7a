-- One row per former colleague of a job that the owner left in the last 120 days, well known there, and without a word
-- since two weeks before the end.
-- grain: person_id
with words_since as (
    select
        person_id,
        greatest(last_written_on, last_met_on) as last_word_on,
    from relations.words_had
)

select
    considered.person_id,
    'show_appreciation' as family,
    'farewell due' as occasion,
    employers.employer_key as fact_key,
    'Say goodbye and thank you to ' || considered.full_name as title,
    concat(
        'You left ', employers.company, ' on ', strftime(employers.finished_on, '%-d %b %Y'),
        '; your last word to them was on ', strftime(words_since.last_word_on, '%-d %b %Y'), ', after ',
        considered.contact_text, '.'
    ) as reason,
    1.2 as fit,
    true as is_debt,
    cast(getvariable('as_of') as date) + 7 as due_on,
    to_json(struct_pack(
        employer := employers.company, left_on := employers.finished_on, day_count := together.day_count,
        last_word_on := words_since.last_word_on
    )) as facts,
from relations.people_considered as considered
inner join relations.employers_held as employers on considered.employer_key = employers.employer_key
inner join relations.time_together as together
    on considered.person_id = together.person_id and considered.employer_key = together.employer_key
inner join words_since on considered.person_id = words_since.person_id
where
    considered.relation = 'former_colleague'
    and employers.finished_on between cast(getvariable('as_of') as date) - 120 and cast(getvariable('as_of') as date)
    and words_since.last_word_on < employers.finished_on - 14
    and together.day_count >= 10
