-- One row per person and former employer of the owner's that is told of them, but where they had no address, and wrote
-- from another organisation in the owner's time there: they may have been a client of it then.
-- grain: person_id, employer_key
with doubtful as materialized (
    select
        at_employers.person_id,
        at_employers.employer_key,
        employers.started_on,
        employers.finished_on,
        persons_of.identity_id,
    from relations.people_at_employers as at_employers
    inner join relations.employers_held as employers on at_employers.employer_key = employers.employer_key
    inner join resolution.persons_of as persons_of on at_employers.person_id = persons_of.person_id
    where at_employers.site is null and employers.finished_on is not null
),

wrote as materialized (
    select
        doubtful.*,
        participants.interaction_id,
    from staging.participants as participants
    inner join doubtful on participants.identity_id = doubtful.identity_id
    inner join resolution.addresses as addresses on participants.email = addresses.email
    inner join relations.sites_used as used on addresses.site = used.site
    -- Nobody else at that domain: as likely a private one as an organisation.
    where used.people_count >= 2
)

select distinct
    wrote.person_id,
    wrote.employer_key,
from wrote
inner join relations.interactions_framed as framed on hash(wrote.interaction_id) = framed.interaction_key
where framed.occurred_on between wrote.started_on and wrote.finished_on
