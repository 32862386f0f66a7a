-- One row per person and channel that contact with them went through.
-- site: The mail domain of an organisation that the owner's address there belongs to.
-- grain: person_id, medium, account
-- not null: medium, contact_count, last_on, has_ended
with contacts as (
    select
        person_id,
        case kind when 'email' then 'mail' when 'meeting' then 'calendar' else 'linkedin' end as medium,
        case when kind in ('email', 'meeting') then coalesce(account, '') else '' end as account,
        count(*) as contact_count,
        max(occurred_on) as last_on,
    from main.interactions
    where is_contact
    group by all
)

select
    contacts.person_id,
    contacts.medium,
    contacts.account,
    addresses.site,
    coalesce(channels.has_ended, false) as has_ended,
    contacts.last_on,
    channels.covers_until,
    contacts.contact_count,
from contacts
left join relations.channels_covered as channels
    on contacts.medium = channels.medium and contacts.account = coalesce(channels.account, '')
left join resolution.addresses as addresses
    on contacts.account = addresses.email and addresses.domain_kind = 'own'
