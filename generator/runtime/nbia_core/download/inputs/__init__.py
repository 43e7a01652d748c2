"""What can name series: records, UIDs, DataFrames, manifests and tables."""
