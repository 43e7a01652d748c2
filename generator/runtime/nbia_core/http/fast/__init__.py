"""Bodies that are read past the HTTP parser.

Why: the archive sends its bodies in chunks of 8 kB, and a parser written in Python pays for every chunk; read in blocks of
1 MB, a download takes about half the CPU time.
What is guaranteed: the parser still sees the head and the end of every answer. What is not plainly understood goes to it as it
came, so malformed framing stays malformed and a body that is cut off stays cut off.
How to turn it off: `NBIA_FAST_HTTP=0` in the environment; a proxy in the environment, an unknown version of httpx or httpcore,
or a client of your own (`http=`) turn it off, too.
Comes in: the connections of httpcore. Goes out: blocks of bytes. Imported by `http.transport` alone.
"""
