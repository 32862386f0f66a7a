-- One row per person and channel that contact with them went through.
-- site: The mail domain of an organisation that the owner's address there belongs to.
-- grain: person_id, medium, account
-- not null: medium, contact_count, last_on, has_ended
with contacts as (
    select
        person_key,
        case kind when 'email' then 'mail' when 'meeting' then 'calendar' else 'linkedin' end as medium,
        case when kind in ('email', 'meeting') then account_key end as account_key,
        count(*) as contact_count,
        max(occurred_on) as last_on,
    from relations.interactions_judged
    where is_contact
    group by all
)

select
    people.person_id,
    contacts.medium,
    coalesce(accounts.account, '') as account,
    addresses.site,
    coalesce(channels.has_ended, false) as has_ended,
    contacts.last_on,
    channels.covers_until,
    contacts.contact_count,
from contacts
inner join relations.people_keyed as people on contacts.person_key = people.person_key
left join relations.accounts_keyed as accounts on contacts.account_key = accounts.account_key
left join relations.channels_covered as channels
    on contacts.medium = channels.medium and coalesce(accounts.account, '') = coalesce(channels.account, '')
left join resolution.addresses as addresses
    on accounts.account = addresses.email and addresses.domain_kind = 'own'
