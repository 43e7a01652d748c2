# Copied from generator/runtime/tables/__init__.py. Do not edit here.
"""Records as tables: DataFrames of pandas and polars, Arrow, CSV, Parquet. Imported only when a table is asked for."""
