-- One row per company as any source writes it, without its legal form, accents and punctuation.
-- company_key: Its words; two spellings of one company have the same.
-- company_label: Its letters and digits in one, as a domain would have them.
-- grain: company
-- not null: company_key, company_label
with told as (
    select company from staging.tenures
    union
    select company from staging.contacts
    union
    select company from staging.participants
),

split as (
    select
        company,
        regexp_extract_all(lower(strip_accents(company)), '[^\s\pP\pS]+') as words,
    from told
    where company is not null
),

cut as (
    select
        company,
        list_concat([words[1]], list_filter(words[2:], lambda word: word not in (
            'gmbh', 'ag', 'kg', 'kgaa', 'ug', 'se', 'ev', 'inc', 'incorporated', 'llc', 'llp', 'lp', 'ltd', 'limited',
            'plc', 'corp', 'corporation', 'co', 'company', 'as', 'asa', 'ab', 'oy', 'oyj', 'aps', 'bv', 'nv', 'sa',
            'sas', 'sarl', 'srl', 'spa', 'sl', 'slu', 'lda', 'ltda', 'sro', 'zoo', 'kk', 'pty', 'pte', 'pvt', 'bhd'
        ))) as words,
    from split
    where len(words) > 0
)

select
    company,
    array_to_string(words, ' ') as company_key,
    array_to_string(words, '') as company_label,
from cut
