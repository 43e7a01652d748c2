"""What every client can do, whatever its endpoints are: send, save, stream, download.

Comes in: calls, and the series of a download. Goes out: values, files, reports.
Imported by the generated clients and by compat; imports http and download.
"""
