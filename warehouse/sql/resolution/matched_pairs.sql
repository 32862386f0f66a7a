-- One row per candidate pair that matches by itself: its weight reaches the threshold.
-- grain: record_a, record_b
select pairs.*
from resolution.scored_pairs as pairs
inner join resolution.records as a on pairs.record_a = a.record_number
inner join resolution.records as b on pairs.record_b = b.record_number
-- Three bits are odds of eight to one. A namesake of the owner is told from a forgotten address of the owner's by rarity alone.
where pairs.match_weight >= case when a.is_owner = b.is_owner then 3 else 8 end
