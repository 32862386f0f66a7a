-- One row per landed interaction, with its identity across exports and its rank among the versions of the same one.
-- grain: unit_id, interaction_number
-- not null: interaction_id, occurred_at
with landed as (
    select
        interactions.* exclude (natural_key),
        coalesce(retold.natural_key, interactions.natural_key) as natural_key,
        retold.natural_key is not null as is_retold,
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
    from landing.interactions as interactions
    left join staging.retold as retold
        on
            interactions.unit_id = retold.unit_id
            and interactions.interaction_number = retold.interaction_number
    anti join staging.foreign_units as strange on interactions.unit_id = strange.unit_id
    where interactions.state <> 'reply'
),

identified as (
    select
        *,
        md5(concat_ws(chr(31), kind, natural_key)) as interaction_id,
    from landed
)

select
    *,
    row_number() over (
        partition by interaction_id
        order by
            sequence desc, state_rank, is_retold, revision desc, folder desc, occurred_at, unit_id, interaction_number
    ) as version_rank,
from identified
