-- One row per address that the sent mail says is the owner's.
-- grain: email
with senders as (
    select
        email,
        sent_count,
        sent_in,
        name_words,
    from staging.mail_senders
    -- Most of what an owner's address sends lies in Sent; a colleague's mail filed there is an exception.
    where sent_count > 0 and sent_count >= 0.5 * message_count
),

known as (
    select
        list_distinct(flatten(list(mail_senders.sent_in))) as sent_in,
        list_distinct(flatten(list(mail_senders.name_words))) as name_words,
    from staging.owner_known as owner_known
    inner join staging.mail_senders as mail_senders on owner_known.email = mail_senders.email
),

-- Whoever is known to be the owner, if a full name is told; else who sent most.
owner as (
    select
        sent_in,
        name_words,
    from known
    where name_words <> []
    union all
    select
        first(sent_in order by sent_count desc, email) as sent_in,
        first(name_words order by sent_count desc, email) as name_words,
    from senders
    -- Not where: of no row at all, there would be a first one.
    having
        not exists (
            select 1 from known
            where name_words <> []
        )
),

-- Whose full names have no word in common with the owner's is somebody else, as a rule.
judged as (
    select
        senders.email,
        list_has_any(senders.sent_in, owner.sent_in) as is_beside,
        senders.name_words = [] or owner.name_words = [] or list_has_any(senders.name_words, owner.name_words)
        or exists (
            select 1 from unnest(owner.name_words) as own (word)
            where len(own.word) > 3 and contains(split_part(senders.email, '@', 1), own.word)
        ) as is_named_alike,
    from senders
    cross join owner
),

own as (
    select coalesce(list(told.email), []) as emails
    from (
        select email from judged
        where is_named_alike
        union
        select email from staging.owner_known
    ) as told
),

-- But one may send as another from one's own mailbox. What a colleague wrote and is filed there came to the owner.
others as (
    select filed.email
    from judged
    inner join staging.mail_filed as filed on judged.email = filed.email
    inner join staging.parties as parties on filed.interaction_id = parties.interaction_id
    cross join own
    where judged.is_beside and not judged.is_named_alike and filed.sent_in is not null
    group by filed.email
    having avg(cast(list_has_any(parties.emails, own.emails) as integer)) < 0.5
)

select email
from judged
where is_named_alike or email in (select others.email from others)
