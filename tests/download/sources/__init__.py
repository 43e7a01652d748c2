"""Downloads from other sources than the archive: buckets, and what the archive does not have any more."""
