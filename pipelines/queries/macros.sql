-- The table macros of the published warehouse, with their parameters and comments.
select
    functions.function_name,
    functions.parameters,
    functions.comment,
from duckdb_functions() as functions
where functions.function_type = 'table_macro' and functions.schema_name = 'main' and not functions.internal
order by functions.function_name
