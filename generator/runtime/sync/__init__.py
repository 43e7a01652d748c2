"""The part of the core that waits: sends calls, reads answers, writes them to disk."""
