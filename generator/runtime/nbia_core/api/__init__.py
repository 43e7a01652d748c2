"""What a version of the API is, and calls to it as unsent values.

Comes in: the arguments of a caller. Goes out: calls with their parameters as they go on the wire.
Everybody may import it; it imports no other wing.
"""
