-- One row per candidate pair: whether profile, card, telephone, employer and time of use speak for one person.
-- grain: record_a, record_b
-- not null: profile_level, card_level, employer_level, time_level
with carded as (
    select
        a.record_number as record_a,
        b.record_number as record_b,
        min(a.rule) as rule,
    from resolution.cards as a
    inner join resolution.cards as b on a.rule = b.rule and a.key = b.key and a.record_number < b.record_number
    group by a.record_number, b.record_number
),

levelled as (
    select
        pairs.record_a,
        pairs.record_b,
        a.is_work_address and b.is_work_address and a.site_label <> b.site_label as is_at_two_employers,
        least(a.last_used_on, b.last_used_on) - greatest(a.first_used_on, b.first_used_on) as days_together,
        abs(a.first_used_on - b.first_used_on) as days_between_starts,
        -- Who changed jobs uses the later address later than the earlier one.
        (a.first_used_on < b.first_used_on) = (a.last_used_on < b.last_used_on) as is_in_turn,
        case
            when a.profile_url = b.profile_url then 'same profile'
            when a.profile_key = b.profile_key then 'renamed profile'
            when a.profile_key <> b.profile_key then 'two profiles'
            when
                (a.is_linkedin_name and b.profile_key is not null) or (b.is_linkedin_name and a.profile_key is not null)
                then 'both on LinkedIn'
            else 'no second profile'
        end as profile_level,
        coalesce(carded.rule, 'no card') as card_level,
        case
            when len(a.employers) = 0 or len(b.employers) = 0 then 'no employer'
            when list_has_any(a.employers, b.employers) then 'same employer'
            when
                len(list_filter(a.employers, lambda word: len(word) > 4 and starts_with(b.site_label, word)))
                + len(list_filter(b.employers, lambda word: len(word) > 4 and starts_with(a.site_label, word))) > 0
                then 'same employer'
            else 'other employer'
        end as employer_level,
        case
            when turns.turn_count > 2 then 'at two employers at once'
            when is_at_two_employers and not is_in_turn then 'within the time at another employer'
            when
                is_at_two_employers and days_together <= 60
                and least(a.last_used_on, b.last_used_on) > cast(getvariable('as_of') as date) - 60
                then 'lately at two employers'
            when is_at_two_employers and days_together <= 60 then 'one address after the other'
            when
                (a.profile_url is null) <> (b.profile_url is null) and days_between_starts <= 60
                then 'met at the same time'
            else 'nothing told by time'
        end as time_level,
    from resolution.candidate_pairs as pairs
    inner join resolution.records as a on pairs.record_a = a.record_number
    inner join resolution.records as b on pairs.record_b = b.record_number
    left join carded on pairs.record_a = carded.record_a and pairs.record_b = carded.record_b
    left join resolution.turns_taken as turns
        on
            least(a.canonical_email, b.canonical_email) = turns.canonical_a
            and greatest(a.canonical_email, b.canonical_email) = turns.canonical_b
)

select
    record_a,
    record_b,
    profile_level,
    card_level,
    employer_level,
    time_level,
from levelled
