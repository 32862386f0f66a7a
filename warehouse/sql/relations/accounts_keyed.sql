-- One row per mailbox of the owner's, whatever +tags its address bears, and the key that stands for it where
-- interactions are counted.
-- account: Its address without a tag, as it is written most.
-- account_key: Its place in the alphabet.
-- grain: canonical_email
-- not null: account, account_key
with written as (
    select
        addresses.canonical_email,
        identities.email,
        sum(identities.mention_count) as mention_count,
    from staging.identities as identities
    inner join resolution.addresses as addresses on identities.email = addresses.email
    where identities.is_owner
    group by addresses.canonical_email, identities.email
)

select
    canonical_email,
    arg_max(email, (not contains(email, '+'), mention_count, email)) as account,
    cast(row_number() over (order by canonical_email) as integer) as account_key,
from written
group by canonical_email
