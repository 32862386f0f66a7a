-- One row per blocking rule. A key that more records share than this (or a short form that more go by, or more may be
-- called by) brings nobody together: it would cost too many pairs, and says too little.
-- grain: rule
-- not null: most_records
select
    listed.rule,
    listed.most_records,
from (
    values
    ('same profile', 200),
    ('same address', 200),
    ('same card', 50),
    ('same phone', 12),
    ('same full name', 80),
    ('same name and employer', 80),
    ('local part spells the name', 40),
    ('local part spells initial and surname', 10),
    ('local part spells given name and initial', 10),
    ('same local part or handle', 10),
    ('sounds alike', 40),
    ('surname and initial', 25),
    ('surname and nickname', 25),
    ('surname by birth', 12),
    ('given name at one site', 15),
    ('same rare word', 6),
    ('same consonants', 12)
) as listed (rule, most_records)
