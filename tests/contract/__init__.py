"""Every known change of the API is found and named, and nothing else."""
