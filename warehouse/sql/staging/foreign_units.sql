-- One row per file of a LinkedIn archive that is somebody else's: nothing of it is the owner's. It takes two members
-- with different names, of whom each has ten connections or more; or has told addresses, and no word of the names is
-- the same. Of whom the user had forgotten, the name may be gone.
-- grain: unit_id
with members as (
    select *
    from staging.linkedin_members
),

-- The owner is whom the user named, or who is in half of all mail and meetings; else who has most connections.
owner as (
    select members.*
    from members
    left join staging.linkedin_members_met as met on members.member = met.member
    order by
        members.is_forgotten,
        members.is_me or coalesce(met.is_me, false) desc,
        case when met.share >= 0.5 then met.share else 0 end desc,
        len(members.connections) desc,
        members.names,
        members.member
    limit 1
)

select unnest(members.unit_ids) as unit_id
from members
cross join owner
where
    (members.is_forgotten and members.names = [])
    or (
        members.member <> owner.member and members.names <> [] and owner.names <> []
        and (
            least(len(members.connections), len(owner.connections)) >= 10
            or (
                (members.emails <> [] or members.is_forgotten) and owner.emails <> []
                and not list_has_any(flatten(members.names), flatten(owner.names))
            )
        )
    )
