-- One row per candidate pair that matches by itself: its weight reaches the threshold.
-- is_renaming: Whether it speaks for one person whatever the names: one profile, or one address that no family shares.
-- grain: record_a, record_b
select
    pairs.record_a,
    pairs.record_b,
    pairs.match_weight,
    pairs.profile_level = 'same profile'
    or (
        pairs.address_level like 'same address%'
        and not (
            pairs.name_level = 'other given name' and a.domain_kind = 'private' and left(a.given, 3) <> left(b.given, 3)
        )
    ) as is_renaming,
from resolution.scored_pairs as pairs
inner join resolution.records as a on pairs.record_a = a.record_number
inner join resolution.records as b on pairs.record_b = b.record_number
-- Three bits are odds of eight to one. Only rarity tells a forgotten address of the owner's from the owner's namesake.
where pairs.match_weight >= case when a.is_owner = b.is_owner then 3 else 8 end
