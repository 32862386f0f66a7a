-- One row per landed interaction, with its identity across exports and its rank among the versions of the same one.
-- party_count: Parties that this copy names.
-- cancelled_at: When a meeting was called off, if a message of its own says so: in a calendar, the time may be that of
--   the export.
-- grain: unit_id, interaction_number
-- not null: interaction_id, occurred_at, is_table, party_count
with cancellations as (
    select unit_id
    from landing.interactions
    where kind = 'meeting'
    group by unit_id
    having bool_and(state = 'cancelled')
),

parties as (
    select
        unit_id,
        interaction_number,
        count(*) as party_count,
    from landing.participants
    group by unit_id, interaction_number
),

landed as (
    select
        interactions.* exclude (natural_key),
        coalesce(retold.natural_key, interactions.natural_key) as natural_key,
        md5(concat_ws(chr(31), interactions.kind, coalesce(retold.natural_key, interactions.natural_key)))
            as interaction_id,
        retold.natural_key is not null as is_retold,
        units.connector = 'mail_sheets' as is_table,
        coalesce(parties.party_count, 0) as party_count,
        -- A draft that was sent later, a spam verdict taken back: the better copy wins.
        -- A cancelled meeting stays cancelled.
        case
            when interactions.kind = 'meeting' then case interactions.state when 'cancelled' then 0 else 1 end
            -- Gmail keeps a copy of drafts, too, in the folder of all mail.
            when
                interactions.state = 'confirmed'
                and regexp_matches(
                    interactions.folder,
                    '(?i)(^|[/.\]])(all mail( including spam and trash)?|all e-post|alla mail|'
                    || 'alle (nachrichten|berichten|e-mail|mails)|tous les messages|tutti i messaggi|'
                    || 'todos|todos os e-mails|todo o correio|'
                    || 'wszystkie|všechny zprávy|вся почта|すべてのメール|所有邮件|所有郵件|전체보관함)$'
                ) then 4
            else
                case interactions.state when 'confirmed' then 0 when 'cancelled' then 1 when 'draft' then 2 else 3 end
        end as state_rank,
        -- The SEQUENCE of a meeting; the rest is when it was written.
        interactions.revision // 10_000_000_000 as sequence,
        case
            when
                interactions.state = 'cancelled' and cancellations.unit_id is not null
                and interactions.revision % 10_000_000_000 > 0
                then to_timestamp(interactions.revision % 10_000_000_000)
        end as cancelled_at,
    from landing.interactions as interactions
    inner join landing.units as units on interactions.unit_id = units.unit_id
    left join cancellations on interactions.unit_id = cancellations.unit_id
    left join parties
        on interactions.unit_id = parties.unit_id and interactions.interaction_number = parties.interaction_number
    left join staging.retold as retold
        on interactions.unit_id = retold.unit_id and interactions.interaction_number = retold.interaction_number
    anti join staging.foreign_units as foreign_units on interactions.unit_id = foreign_units.unit_id
    where interactions.state <> 'reply'
)

select
    *,
    row_number() over (
        partition by interaction_id
        order by
            -- What had taken place was not called off. A calendar that shows when others are busy names nobody, nor
            -- whose it is; a table tells less than a message; what came by a list came directly, too.
            coalesce(cancelled_at >= coalesce(ended_at, occurred_at), false), sequence desc, state_rank, is_retold,
            kind = 'meeting' and (party_count > 1 or mailbox <> '') desc, revision desc, is_table, bulk_evidence <> '',
            party_count desc, folder desc, occurred_at, unit_id, interaction_number
    ) as version_rank,
from landed
