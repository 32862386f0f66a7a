-- One row per candidate pair that matches by itself: its weight reaches the threshold.
-- is_renaming: Whether it speaks for one person whatever the names: one profile, or one address that no family shares.
-- grain: record_a, record_b
with thresholds as (
    select
        max(bits) filter (where threshold = 'match') as bits,
        max(bits) filter (where threshold = 'match with the owner') as bits_with_owner,
    from resolution.thresholds
)

select
    pairs.record_a,
    pairs.record_b,
    pairs.match_weight,
    pairs.profile_level in ('same profile', 'renamed profile')
    or (
        pairs.address_level like 'same address%'
        and (
            pairs.name_level <> 'other given name' or a.domain_kind <> 'private'
            -- "leila.farouk@", "leilaf2@" and "l.k.farouk@" are hers under any given name; "farouk@" may be a family's.
            or pairs.cross_level in ('spells the full name', 'spells given name and initial', 'spells the given name')
            or (pairs.cross_level = 'spells initial and surname' and a.given_initial <> b.given_initial)
            or left(a.given, 3) = left(b.given, 3)
            or (len(a.given) > 3 and starts_with(a.letters, a.given))
            or (len(b.given) > 3 and starts_with(b.letters, b.given))
            or ends_with(a.given, b.given) or ends_with(b.given, a.given)
        )
    ) as is_renaming,
from resolution.scored_pairs as pairs
inner join resolution.records as a on pairs.record_a = a.record_number
inner join resolution.records as b on pairs.record_b = b.record_number
cross join thresholds
-- Only rarity tells a forgotten address of the owner's from a namesake's.
where pairs.match_weight >= case when a.is_owner = b.is_owner then thresholds.bits else thresholds.bits_with_owner end
