-- The columns of every published table, in the order in which they are defined, with their comments.
select
    tables.table_name,
    tables.comment as table_comment,
    columns.column_name,
    lower(columns.data_type) as data_type,
    columns.comment as column_comment,
from duckdb_columns() as columns
inner join duckdb_tables() as tables
    on columns.table_oid = tables.table_oid and columns.database_name = tables.database_name
where tables.schema_name = 'main' and not tables.internal
order by tables.table_name, columns.column_index
