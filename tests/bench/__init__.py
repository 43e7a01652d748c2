"""Benchmarks: ratios that are measured side by side in one run, not absolute figures."""
