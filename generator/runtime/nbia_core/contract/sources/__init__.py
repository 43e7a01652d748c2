"""Where answers come from: the service itself, cassettes, HAR files, saved bodies."""
