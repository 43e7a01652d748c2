"""Sends calls and judges answers: sessions, retries, redirects, errors, the body as it arrives.

Comes in: a call. Goes out: an answer with its body, or the error that it means. httpx is imported in `transport` alone.
Imported by download, contract and client; imports api and records.
"""
