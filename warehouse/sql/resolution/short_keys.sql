-- One row per record and short form of a name that it goes by: a login (the local part of its address, the letters of
-- that, or a handle), or an initial and a surname.
-- grain: key, record_number
-- not null: is_login
select
    login as key,
    record_number,
    true as is_login,
from resolution.records
where len(login) > 2
union all
select
    letters as key,
    record_number,
    true as is_login,
from resolution.records
where len(letters) > 2 and letters <> login
union all
select
    handle as key,
    record_number,
    true as is_login,
from resolution.records
where len(handle) > 2 and handle <> coalesce(login, '') and handle <> coalesce(letters, '')
union all
select
    head || ' ' || given as key,
    record_number,
    false as is_login,
from resolution.records
where len(given) = 1 and len(head) > 1
