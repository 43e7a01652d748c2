"""Does the service still do what the spec says?

Comes in: answers, live or recorded. Goes out: findings with evidence, reports, a patch for the spec.
Imported by cli; imports http, records and api.
"""
