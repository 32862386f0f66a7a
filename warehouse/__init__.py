"""Land records as Parquet, and build every table from them in SQL."""
