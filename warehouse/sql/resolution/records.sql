-- One row per identity that may be a person, with the forms in which it is compared and what each is worth in bits.
-- grain: identity_id
-- not null: record_number, is_owner
with employers as (
    select
        identity_id,
        list(employer order by employer) as employers,
    from resolution.employers
    group by identity_id
),

-- By itself, because a window carries along every column of its select.
numbered as (
    select
        identity_id,
        cast(row_number() over (order by identity_id) as integer) as record_number,
    from resolution.identities_named
)

select
    identities.* exclude (compared_name, first_seen_on, last_seen_on),
    numbered.record_number,
    names.kind as name_kind,
    names.* exclude (written, kind, mention_count, annotation, former_family, display, is_via, is_foreign),
    coalesce(nullif(names.former_family, ''), profiles.former_family, '') as former_family,
    coalesce(identities.compared_name, '') <> coalesce(identities.full_name, '') as is_name_spelled,
    coalesce(employers.employers, []) as employers,
    -- A domain that bears the surname is the person's own: it goes along from one employer to the next.
    coalesce(identities.domain_kind, '') = 'own'
    and not coalesce(len(names.head) > 3 and contains(identities.site_label, names.head), false) as is_work_address,
    coalesce(given_names.is_usual_given, false) as is_usual_given,
    case when len(names.given) = 1 then 4 else given_names.given_bits end as given_bits,
    case when len(names.head) = 1 then 4 else surnames.family_bits end as family_bits,
    -- A login that is no usual name: the longer, the less likely that two people chose it.
    case
        when identities.handle is null then 0
        when handles.is_usual then least(handles.given_bits, handles.family_bits)
        else least(4 * len(identities.handle), case when identities.told_kind = 'handle' then 20 else 16 end)
    end as handle_bits,
    case
        when identities.letters = '' then 0
        -- What spells the name is no news to who knows the name.
        when
            list_contains(names.full_spellings || names.short_spellings, identities.letters)
            or identities.letters in (names.given, names.given || left(names.head, 1)) then 3
        when logins.is_usual then least(logins.given_bits, logins.family_bits) - 4
        when givens.is_usual_given then givens.given_bits
        when families.is_usual then families.family_bits
        else least(4 * len(identities.login), 20)
    end as login_bits,
    -- An address that spells the name told with it is no news about another name.
    case
        when
            names.kind = 'full'
            and (
                list_contains(names.full_spellings || names.short_spellings, identities.letters)
                or identities.letters in (names.given, names.given || left(names.head, 1))
            ) then null
        else identities.letters
    end as telling_letters,
    -- What stands beside the name in the address of somebody told by one word: "hari" of hari.patel@ is a Patel.
    case when names.head = '' then replace(identities.letters, names.given, '') else '' end as letters_beside_name,
    used.first_used_on,
    used.last_used_on,
from resolution.identities_named as identities
inner join numbered on identities.identity_id = numbered.identity_id
left join resolution.names as names
    on identities.compared_name = names.written and names.kind not in ('none', 'collective')
left join resolution.name_frequencies as given_names on names.given = given_names.name
left join resolution.name_frequencies as surnames on names.head = surnames.name
left join resolution.name_frequencies as handles on identities.handle = handles.name
left join resolution.name_frequencies as logins on identities.letters = logins.name
left join employers on identities.identity_id = employers.identity_id
left join resolution.profile_families as profiles on identities.identity_id = profiles.identity_id
left join resolution.times_used as used on coalesce(identities.canonical_email, identities.profile_url) = used.key
left join resolution.name_frequencies as givens on identities.letters[:-2] = givens.name and len(identities.letters) > 4
left join
    resolution.name_frequencies as families
    on identities.letters[2:] = families.name and len(identities.letters) > 4
