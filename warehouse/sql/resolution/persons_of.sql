-- One row per identity and the person that it belongs to; none where the address is a machine's or a list's.
-- The id derives from the identity of the cluster that was landed first, and so outlives what is appended.
-- grain: identity_id
with members as (
    select
        records.identity_id,
        clusters.cluster_number,
        first_value(records.identity_id) over (
            partition by clusters.cluster_number
            order by records.first_landed_at, records.identity_id
        ) as founder_id,
    from resolution.clusters as clusters
    inner join resolution.records as records on clusters.record_number = records.record_number
)

select
    identities.identity_id,
    'p' || left(md5('person ' || members.founder_id), 12) as person_id,
from staging.identities as identities
left join members on identities.identity_id = members.identity_id
