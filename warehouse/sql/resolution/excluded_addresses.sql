-- One row per address that is a machine's, a list's or a function's.
-- grain: email
select '' as email, '' as reason, 0 as mention_count where false
