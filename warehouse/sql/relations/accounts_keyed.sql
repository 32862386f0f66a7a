-- One row per address of the owner's, and the key that stands for it where interactions are counted.
-- account_key: Its place in the alphabet.
-- grain: account
-- not null: account_key
select
    email as account,
    cast(row_number() over (order by email) as integer) as account_key,
from staging.identities
where is_owner and email is not null
group by email
