-- One row per member of LinkedIn of whom there are archives. Archives are one member's where an address, a profile or a
-- fifth of the connections are the same, where all words of one name are in the other, or where the user named an
-- address of each.
-- names: Their names, as sorted words in plain letters.
-- is_me, is_forgotten: Whether the user named an address of theirs; had them forgotten.
-- grain: member
-- not null: unit_ids, names, emails, connections, is_me, is_forgotten
with recursive me as (
    select coalesce(list(canonical_email), []) as emails
    from staging.addresses
    where list_contains(getvariable('me'), email)
),

archives as (
    select
        archives.*,
        list_transform(archives.full_names, lambda name: list_sort(regexp_extract_all(
            -- "Jürgen" is "Juergen", "Søren" is "Soren".
            regexp_replace(translate(lower(strip_accents(name)), 'øłđð', 'oldd'), '([aou])e', '\1', 'g'), '\p{L}+'
        ))) as names,
        list_has_any(archives.emails, me.emails) as is_me,
    from staging.linkedin_archives as archives
    cross join me
),

named as (
    select
        archive_path,
        unnest(names) as words,
    from archives
),

alike as (
    select
        one.archive_path,
        other.archive_path as other_path,
    from archives as one
    cross join archives as other
    where
        one.archive_path = other.archive_path
        or (one.is_me and other.is_me)
        or list_has_any(one.emails, other.emails)
        or list_has_any(one.profile_urls, other.profile_urls)
        or len(list_intersect(one.connections, other.connections))
        >= greatest(1, 0.2 * least(len(one.connections), len(other.connections)))
    union
    select
        one.archive_path,
        other.archive_path as other_path,
    from named as one
    inner join named as other on list_has_all(one.words, other.words) or list_has_all(other.words, one.words)
),

reached as (
    select * from alike
    union
    select
        reached.archive_path,
        alike.other_path,
    from reached
    inner join alike on reached.other_path = alike.archive_path
)

select
    members.member,
    flatten(list(archives.unit_ids)) as unit_ids,
    list_distinct(flatten(list(archives.names))) as names,
    list_distinct(flatten(list(archives.emails))) as emails,
    list_distinct(flatten(list(archives.connections))) as connections,
    bool_or(archives.is_me) as is_me,
    bool_or(archives.is_forgotten) as is_forgotten,
from (
    select
        archive_path,
        min(other_path) as member,
    from reached
    group by archive_path
) as members
inner join archives on members.archive_path = archives.archive_path
group by members.member
