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
    where
        not exists (
            select 1 from known
            where name_words <> []
        )
),

beside as (
    select coalesce(sum(mail_senders.sent_count), 0) as sent_count
    from staging.mail_senders as mail_senders
    inner join owner on list_has_any(mail_senders.sent_in, owner.sent_in)
)

select senders.email
from senders
cross join owner
cross join beside
-- Whose full names have no word in common with the owner's is somebody else, unless a tenth of what the owner's mailbox
-- has sent is theirs: of a colleague's mail, a letter may be filed there.
where
    senders.name_words = [] or owner.name_words = [] or list_has_any(senders.name_words, owner.name_words)
    or (list_has_any(senders.sent_in, owner.sent_in) and senders.sent_count >= 0.1 * beside.sent_count)
    or exists (
        select 1 from unnest(owner.name_words) as own (word)
        where len(own.word) > 3 and contains(split_part(senders.email, '@', 1), own.word)
    )
