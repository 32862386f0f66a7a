-- One row per interaction: how many took part, and the owner's part in it.
-- account_key: Of the address at which the owner took part.
-- grain: interaction_key
-- not null: party_count, recipient_count, has_sender, has_owner, is_from_owner, is_declined_by_owner
select
    interaction_key,
    min(account_key) as account_key,
    count(*) as party_count,
    count(*) filter (where is_recipient and not is_sender) as recipient_count,
    bool_or(is_sender) as has_sender,
    bool_or(is_owner) as has_owner,
    bool_or(is_owner and is_sender) as is_from_owner,
    bool_or(is_owner and is_declined) as is_declined_by_owner,
from relations.parties_attributed
group by interaction_key
