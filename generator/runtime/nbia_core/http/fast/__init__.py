"""Connections that are watched, and bodies that are read past the HTTP parser.

Why: the archive sends its bodies in chunks of 8 kB, and a parser written in Python pays for every chunk; read in blocks of
1 MB, a download takes about half the CPU time. And HTTP/1.1 alone does not notice bytes that nobody asked for: the next
answer would be read from them, so a connection on which something follows an answer is closed.
What is guaranteed: the parser still sees the head and the end of every answer. What is not plainly understood goes to it as it
came, so malformed framing stays malformed and a body that is cut off stays cut off.
How to turn it off: `NBIA_FAST_HTTP=0` in the environment leaves all bodies to the parser; connections are still watched. A
proxy in the environment does the same. With an unknown version of httpx or httpcore, or a client of your own (`http=`),
everything works as httpx does it.
Comes in: the connections of httpcore. Goes out: blocks of bytes. Imported by `http.transport` alone.
"""
