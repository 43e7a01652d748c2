"""Puts thousands of series on disk: complete, checked, and so that it can go on after any interruption.

The path of a series: inputs -> engine -> series (keep, adopt, fetch) -> source -> staging -> in place -> state -> report.
Comes in: what names series, and a session. Goes out: folders of images, and a report on each series.
Imported by client, compat and cli; imports http, records and api.
"""
