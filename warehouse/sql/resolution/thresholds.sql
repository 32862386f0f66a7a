-- One row per threshold: from which match weight on, in bits, something is done with a pair.
-- source: estimated (the least at which people_weights, judged on files left out, keeps its precision) or judgement.
-- grain: threshold
-- not null: bits, source
select
    listed.threshold,
    cast(listed.bits as float) as bits,
    listed.source,
from (
    values
    ('match', 2, 'estimated'),
    -- Only rarity tells a forgotten address of the owner's from a namesake's.
    ('match with the owner', 8, 'judgement'),
    ('question', 0, 'judgement'),
    -- Namesakes at two employers, or one person with two jobs: the user knows.
    ('question of two employers', -12, 'judgement')
) as listed (threshold, bits, source)
