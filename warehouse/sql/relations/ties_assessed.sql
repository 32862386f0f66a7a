-- One row per person whom the owner was ever in personal contact with: the tie as of the day of the run.
-- grain: person_id
-- not null: contact_days, tie_strength, peak_strength, p_contact_90d, is_calibrated
select
    people.person_id,
    ties.* exclude (cutoff_on, ego, person_key),
    peaks.peak_strength,
    probabilities.p_contact as p_contact_90d,
    probabilities.p_after_contact,
    case
        when probabilities.p_contact >= 0.85 then 'very likely'
        when probabilities.p_contact >= 0.5 then 'likely'
        when probabilities.p_contact >= 0.15 then 'possible'
        else 'unlikely'
    end as p_contact_band,
    probabilities.is_calibrated,
from relations.ties_measured as ties
inner join relations.people_keyed as people on ties.person_key = people.person_key
inner join relations.peaks_measured as peaks on ties.person_key = peaks.person_key and ties.ego = peaks.ego
inner join relations.probabilities_calibrated as probabilities
    on
        ties.person_key = probabilities.person_key
        and ties.ego = probabilities.ego
        and ties.cutoff_on = probabilities.cutoff_on
where ties.cutoff_on = cast(getvariable('as_of') as date) and ties.ego = 0
