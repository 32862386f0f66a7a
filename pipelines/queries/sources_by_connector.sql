-- What each connector has landed, and how far it reaches.
select
    sources.connector,
    count(distinct split_part(sources.source_path, '!', 1)) as files,
    sum(sources.records)::bigint as records,
    sum(sources.rejected)::bigint as rejected,
    sum(sources.ignored)::bigint as ignored,
    min(sources.covers_from) as covers_from,
    max(sources.covers_until) as covers_until,
from sources
where sources.connector <> 'none'
group by sources.connector
order by sources.connector
