"""The command line: what each command prints, writes and exits with."""
