-- One row per address that is a machine's, a list's or a function's, and why.
-- grain: email
-- not null: reason, mention_count
with mentioned as (
    select
        identities.email,
        sum(identities.mention_count) as mention_count,
        bool_or(identities.is_owner) as is_owner,
        -- Somebody who is on a card or a profile is a person, however one-sided the mail.
        bool_or(
            identities.profile_url is not null or list_has_any(identities.sources, ['address_book', 'uploaded_contact'])
        ) as is_known,
        bool_or(names.kind = 'full') as has_full_name,
        -- "Ana Silva <info@anasilva.com>" is Ana; "Acme Tools <info@acmetools.com>" is not.
        bool_or(names.kind = 'full' and contains(addresses.site_label, names.head) and usual.is_usual_given)
            as is_own_site,
        coalesce(bool_and(names.kind = 'collective'), false) as is_collective,
        any_value(addresses.role_kind) as role_kind,
        any_value(addresses.domain) as domain,
        any_value(addresses.local_part) as local_part,
    from staging.identities as identities
    inner join resolution.addresses as addresses on identities.email = addresses.email
    left join resolution.names as names on identities.full_name = names.written
    left join resolution.name_frequencies as usual on names.given = usual.name
    group by identities.email
),

judged as (
    select
        mentioned.email,
        mentioned.mention_count,
        case
            when
                traffic.resource_count > 0 or mentioned.domain like '%resource.calendar.google.com'
                then 'calendar resource'
            -- "unknownorganizer@calendar.google.com", and a calendar that was imported or is shared.
            when regexp_matches(mentioned.domain, '(^|\.)calendar\.google\.com$') then 'shared calendar'
            when mentioned.domain like 'users.noreply.%' then null
            when
                mentioned.role_kind = 'machine' or mentioned.local_part = 'mailer-daemon'
                or regexp_matches(
                    mentioned.local_part || '@' || split_part(mentioned.domain, '.', 1),
                    '(^|[^a-z])(no|do-?_?not)-?_?reply|noreply|donotreply|^bounces?[-+=]|-bounces?@'
                    || '|^notifications?[-+_]|[-_.](notifications?|alerts?|newsletter|noreply|updates)@'
                    || '|@(noreply|bounces?|notifications?)$'
                ) then 'no-reply or notification address'
            when
                regexp_matches(mentioned.local_part, '-(request|owner|subscribe|unsubscribe|confirm|admin|announce)$')
                or regexp_matches(mentioned.domain, '^(lists?|groups|googlegroups|listserv|mailman)\.')
                or mentioned.domain in ('googlegroups.com', 'yahoogroups.com', 'groups.io')
                or traffic.group_count > 0 then 'mailing list'
            when relays.email is not null then 'relay of a platform'
            when
                mentioned.role_kind = 'role'
                and not coalesce(mentioned.is_own_site, false)
                -- "Renata Hoffmann <rh@firma.de>": two letters are also somebody's initials.
                and not (len(mentioned.local_part) = 2 and coalesce(mentioned.has_full_name, false))
                and traffic.email is not null
                then 'role mailbox'
            when mentioned.is_known or traffic.received_count + traffic.meeting_count > 0 then null
            when mentioned.is_collective then 'name of a team or service'
            when
                traffic.bulk_count >= 0.5 * traffic.sent_count and traffic.bulk_count > 0
                and not (mentioned.has_full_name and traffic.list_count = traffic.bulk_count)
                then 'newsletter or automatic mail'
            when traffic.sent_count >= 20 and not traffic.is_answered then 'one-way sender'
        end as reason,
    from mentioned
    left join resolution.address_traffic as traffic on mentioned.email = traffic.email
    left join resolution.relays as relays on mentioned.email = relays.email
    where not mentioned.is_owner
)

select
    email,
    reason,
    mention_count,
from judged
where reason is not null
