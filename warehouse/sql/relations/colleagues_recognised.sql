-- One row per person who is or was a colleague of the owner's: present employers count before former ones.
-- finished_on: The owner's last day there; null at the present employer.
-- confidence: An address at the employer's and contact in that time leave little doubt; a told company leaves some.
-- grain: person_id
-- not null: relation, employer_key, company, evidence, confidence
with shared as (
    select
        *,
        least(
            0.99,
            case when site is not null then 0.8::double else 0.6 end
            + case when day_count >= 3 then 0.15 when day_count > 0 then 0.1 else 0 end
            + case when is_told and site is not null then 0.05 else 0 end
            + case when is_connected_then then 0.05 else 0 end
        ) as confidence,
    from relations.time_together
    where is_shared
),

nearest as (
    select *
    from shared
    qualify row_number() over (
        partition by person_id order by is_present desc, day_count > 0 desc, started_on desc, employer_key
    ) = 1
)

select
    person_id,
    case when is_present then 'colleague' else 'former_colleague' end as relation,
    employer_key,
    company,
    concat(
        case when is_present then 'works with you at ' else 'worked with you at ' end, company,
        strftime(started_on, ' (%b %Y to '), coalesce(strftime(finished_on, '%b %Y'), 'today'), '): ',
        concat_ws(
            ', ',
            site || ' mail',
            case when is_told then 'company told' end,
            case when day_count = 1 then '1 day of contact' when day_count > 1 then day_count || ' days of contact' end,
            case when meeting_count = 1 then '1 meeting' when meeting_count > 1 then meeting_count || ' meetings' end,
            case when is_connected_then then 'connected ' || strftime(connected_on, '%-d %b %Y') end
        )
    ) as evidence,
    confidence,
    finished_on,
from nearest
