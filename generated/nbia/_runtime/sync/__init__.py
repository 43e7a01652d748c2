# Copied from generator/runtime/sync/__init__.py. Do not edit here.
"""The part of the core that waits: sends calls, reads answers, writes them to disk."""
