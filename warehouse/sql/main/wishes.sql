-- One row per person of whom you said something that lasts: a tag, a cadence, a pin, a note.
-- grain: person_id
-- not null: full_name, tags, is_pinned
-- person_id: The person.
-- full_name: Their name.
-- tags: Their tags (`keepwarm tag`).
-- wanted_for: The tag, with its #, that the cadence comes from; null where it was said of the person.
-- note: What you noted on them last.
-- is_pinned: Whether they matter to you, whatever the figures say (`keepwarm pin`).
-- wanted_days: How often you want to be in touch, in days (`keepwarm cadence`).
select
    people.person_id,
    people.full_name,
    coalesce(wishes.tags, []) as tags,
    wishes.wanted_for,
    notes.note,
    coalesce(decided.is_pinned, false) as is_pinned,
    wishes.wanted_days,
from main.people as people
left join relations.wishes_known as wishes on people.person_id = wishes.person_id
left join relations.notes_taken as notes on people.person_id = notes.person_id
left join relations.decisions_taken as decided on people.person_id = decided.person_id
where len(wishes.tags) > 0 or wishes.wanted_days is not null or notes.note is not null or decided.is_pinned
