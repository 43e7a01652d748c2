"""Connections that are watched, plain requests past the HTTP library, and bodies that are read past its parser.

Why: the archive sends its bodies in chunks of 8 kB, and a parser written in Python pays for every chunk; read in blocks of
1 MB, a download takes about half the CPU time. Buckets have a request for each image, which costs the library 1 to 2 ms of
CPU and a connection of our own a sixth of that. And HTTP/1.1 alone does not notice bytes that nobody asked for: the next
answer would be read from them, so a connection on which something follows an answer is closed.
What is guaranteed: the parser still sees the head and the end of every answer, but for those whose head is plain and says how
long the body is. What is not plainly understood goes to it as it came, so malformed framing stays malformed and a body that is
cut off stays cut off. Requests, timeouts, certificates, limits and errors are those of the library; what has a login, a form, or
cookies to send goes through it, and so does everything while something such as vcrpy watches it.
How to turn it off: `NBIA_FAST_HTTP=0` in the environment leaves all requests and bodies to the library; connections are still
watched. A proxy in the environment does the same. With an unknown version of httpx or httpcore, or a client of your own
(`http=`), everything works as httpx does it; asynchronous queries always do, and downloads run in threads.
Comes in: the connections of httpcore. Goes out: answers, blocks of bytes. Imported by `http.transport` alone.
"""
