-- What was read of any interaction or card: mail, calendar, linkedin, contacts.
select distinct coverage.medium
from coverage
union
select 'contacts' as medium
from identities
where list_contains(identities.sources, 'address_book')
