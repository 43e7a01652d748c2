# Copied from generator/runtime/contract/__init__.py. Do not edit here.
"""Does the service still do what the spec says? Expectations, observations, findings, reports."""
