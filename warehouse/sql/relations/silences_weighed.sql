-- One row per person in contact: how far it can be believed that nothing was seen since the last contact.
-- data_confidence: 1 where no channel of theirs has ended, or where they were seen since the last one that did; else
--   the share of the contact that went through channels that go on.
-- grain: person_id
-- not null: data_confidence
select
    person_id,
    case
        when max(last_on) > max(covers_until) filter (where has_ended) then 1.0
        else coalesce(sum(contact_count) filter (where not has_ended), 0) / sum(contact_count)
    end as data_confidence,
from relations.channels_used
group by person_id
