-- One row per pair of records never to be put together: the user told them apart, or two cards of an address book, or
-- two profiles, or a mail server that had to tell namesakes apart.
-- grain: record_a, record_b
select
    record_a,
    record_b,
from resolution.told_pairs
where decision = 'different'
union
-- Who keeps a card for each of two people at one address knows that they are two.
select
    pairs.record_a,
    pairs.record_b,
from resolution.scored_pairs as pairs
inner join resolution.records as a on pairs.record_a = a.record_number
inner join resolution.records as b on pairs.record_b = b.record_number
left join resolution.told_pairs as told on pairs.record_a = told.record_a and pairs.record_b = told.record_b
where
    told.record_a is null
    and (
        (
            a.is_on_card and b.is_on_card
            and pairs.address_level = 'same address' and pairs.card_level <> 'same card'
            and pairs.name_level in ('other given name', 'other name')
        )
        -- Two numbers that messages tell in place of profiles.
        or (a.profile_key is null and b.profile_key is null and a.profile_url <> b.profile_url)
        -- Who comes second of a name gets a number at work: jsmith@ and jsmith2@, or the father's and the son's.
        or (
            a.is_work_address and a.canonical_email <> b.canonical_email
            and split_part(a.canonical_email, '@', -1) = split_part(b.canonical_email, '@', -1)
            and pairs.card_level = 'no card'
            and ((a.letters = b.letters and a.login <> b.login) or pairs.name_level = 'father and son')
        )
    )
