"""Whether a series is complete: evidence from a fresh archive, from a folder on disk, from the images themselves."""
