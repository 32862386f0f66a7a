-- What each connector has landed, and how far it reaches (of the owner's).
select
    sources.connector,
    count(distinct split_part(sources.source_path, '!', 1)) as files,
    sum(sources.records)::bigint as records,
    sum(sources.rejected)::bigint as rejected,
    sum(sources.ignored)::bigint as ignored,
    min(sources.covers_from) filter (where not sources.is_foreign) as covers_from,
    max(sources.covers_until) filter (where not sources.is_foreign) as covers_until,
from sources
where sources.connector <> 'none'
group by sources.connector
order by sources.connector
