-- One row per address through which a platform or a group passes on what people write: their name, not their address.
-- grain: email
with told as (
    select
        addresses.email,
        addresses.login,
        addresses.domain,
        addresses.site_label,
        -- At reply.com people work, at reply.github.com none does.
        nullif(addresses.domain, addresses.site) as subdomain,
        coalesce(nullif(names.given, ''), '?') as given,
        regexp_replace(lower(regexp_extract(identities.full_name, '(?i)\svia\s(.+)', 1)), '[^a-z0-9]', '', 'g') as via,
    from staging.identities as identities
    inner join resolution.addresses as addresses on identities.email = addresses.email
    left join resolution.names as names on identities.full_name = names.written
)

select distinct told.email
from told
left join resolution.address_traffic as traffic on told.email = traffic.email
where
    regexp_matches(told.email, '(^|[-_.])repl(y|ies)[+@]|^(inbox|comments?|messages?|mentions?)\+')
    or regexp_matches(told.subdomain, '^(repl(y|ies)|incoming|inbound|notify)\.')
    -- Those who work there have addresses elsewhere.
    or regexp_matches(told.domain, '(^|\.)(docusign|atlassian)\.net$|^(facebook|reddit)mail\.com$')
    or (
        traffic.received_count = 0
        and (
            traffic.via_count > 1
            -- "Ana Silva via Acme <post@acme.com>", "Ana Silva via Sales <sales@acme.com>"; "<ana@acme.com>" is Ana.
            or (told.via in (told.site_label, told.login) and not contains(told.login, told.given))
        )
    )
