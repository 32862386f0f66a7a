-- One row per person you have a relationship with: personal contact at least once, or an invitation or endorsement.
-- You yourself, machines and lists are left out. docs/method.md has the formulas and what they were measured on.
-- grain: person_id
-- not null: full_name, status, relation, tie_strength, contact_days
-- person_id: The person.
-- full_name: Their name.
-- company: Where they work, as last told.
-- position: As what.
-- last_contact_on: Day of the last personal contact, in your time zone.
-- last_contact_kind: email, meeting, linkedin_message, connection or recommendation.
-- last_inbound_on: Day on which they last wrote to you personally.
-- last_outbound_on: Day on which you last wrote to them personally.
-- first_contact_on: Day of the first personal contact.
-- days_since_contact: Days from the last personal contact to as_of.
-- contact_days: Days with personal contact: a day counts once, however many messages it saw.
-- contacts_90d: Contact days of the last 90 days.
-- contacts_365d: Contact days of the last 365 days.
-- tie_strength: Contact days, each worth half as much after 90 days; a day of group contact alone counts a tenth.
-- tie_strength_percentile: Share of your relationships that are weaker, 0 to 100.
-- peak_strength: The highest tie_strength at the end of any month.
-- cadence_days: Usual days between contacts, drawn towards 90 where there were few.
-- longest_silence_days: Longest earlier time without personal contact.
-- overdue_ratio: Days since contact by that longest silence (14 at least); null under four contact days.
-- p_contact_90d: Probability of personal contact within 90 days; where not is_calibrated, show the band alone.
-- p_contact_band: That probability in a word: very likely (.85), likely (.5), possible (.15), unlikely.
-- is_calibrated: Whether your own history had enough contacts (30 in the last 90 days) to calibrate p_contact_90d.
-- reciprocity: 1 where both sides wrote alike in the last year, towards 0 where one of them did all.
-- last_direction: Who made the last contact: inbound (they), outbound (you) or mutual.
-- owes_reply: Whether their last personal message is unanswered.
-- status: active, cooling, dormant, one_off, or unknown_since_exit (their only channel ended with a job: no data).
-- data_confidence: How far a silence can be believed: 1, or less where channels ended: the share of the others.
-- relation: colleague (at your present employer), former_colleague or other.
-- shared_employer: The employer that you share or shared.
-- relation_evidence: What that rests on.
-- relation_confidence: How sure it is, 0 to 1.
-- exit_on: Day on which you left the employer that you shared; for unknown_since_exit, the day when the data end.
-- strength_at_exit: tie_strength on that day, to be compared with that of today: who slips away because of the move.
-- lost_address: Their address last seen, where every one known is at an organisation that they, or you, have left.
-- surviving_channel: Where it is lost, how else to reach them: profile or telephone number.
-- suggested_action: What is suggested for them, if anything.
select
    assessed.person_id,
    assessed.full_name,
    assessed.company,
    assessed.position,
    assessed.last_contact_on,
    assessed.last_contact_kind,
    assessed.last_inbound_on,
    assessed.last_outbound_on,
    assessed.first_contact_on,
    assessed.days_since_contact,
    assessed.contact_days,
    assessed.contacts_90d,
    assessed.contacts_365d,
    assessed.tie_strength,
    assessed.tie_strength_percentile,
    assessed.peak_strength,
    assessed.cadence_days,
    assessed.longest_silence_days,
    assessed.overdue_ratio,
    assessed.p_contact_90d,
    assessed.p_contact_band,
    assessed.is_calibrated,
    assessed.reciprocity,
    assessed.last_direction,
    assessed.owes_reply,
    assessed.status,
    assessed.data_confidence,
    assessed.relation,
    assessed.shared_employer,
    assessed.relation_evidence,
    assessed.relation_confidence,
    assessed.exit_on,
    assessed.strength_at_exit,
    assessed.lost_address,
    assessed.surviving_channel,
    actions.title as suggested_action,
from relations.relationships_assessed as assessed
left join main.suggested_actions as actions on assessed.person_id = actions.person_id
