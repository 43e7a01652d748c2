"""Does the service still do what the spec says? Expectations, observations, findings, reports."""
