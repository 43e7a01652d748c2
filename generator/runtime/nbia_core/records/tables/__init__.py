"""Records as tables: DataFrames of pandas and polars, Arrow, CSV, Parquet, Excel. Imported only when a table is asked for."""
