-- One row per full name whose words are told in two orders ("Angelopoulos Despina", "Despina Angelopoulos"), and how it
-- reads in the right one: that told with a comma, or most.
-- grain: key, script
with told as (
    select
        forms.key,
        forms.script,
        forms,
        mention_count,
        written,
    from resolution.names_read
    where forms.kind = 'full' and mention_count > 0
),

-- Told in one order only are nearly all, and to find the best of one is what costs.
disputed as (
    select
        key,
        script,
    from told
    group by key, script
    having min(forms.given) <> max(forms.given)
)

select
    told.key,
    told.script,
    arg_max(told.forms, (contains(told.written, ','), told.mention_count, told.written)) as forms,
from told
inner join disputed on told.key = disputed.key and told.script = disputed.script
group by told.key, told.script
