"""Reads the spec: YAML with positions, structure, rules, and typed values. Every problem of a run is reported at once.

Comes in: the folder of the spec. Goes out: one `Spec` for each version. Imported by compile and by the command line.
"""
