"""What a download writes: staging folders, the layout of series, the state, metadata.csv."""
