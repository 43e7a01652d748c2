"""Error pages of the machines in front of and around the API: nginx and Tomcat."""

from http import HTTPStatus

_NGINX_TITLES = {503: "Service Temporarily Unavailable", 504: "Gateway Time-out", 302: "Found"}
# Newer versions of Python have other words for these than nginx and Tomcat have.
_PHRASES = {413: "Request Entity Too Large", 414: "Request-URI Too Large", 416: "Requested Range Not Satisfiable"}


def _phrase(status: int) -> str:
    if status in _PHRASES:
        return _PHRASES[status]
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown Reason"


def nginx_page(status: int) -> bytes:
    """Return the page that nginx sends with ``status``."""
    title = f"{status} {_NGINX_TITLES.get(status, _phrase(status))}"
    lines = (
        "<html>",
        f"<head><title>{title}</title></head>",
        "<body>",
        f"<center><h1>{title}</h1></center>",
        "<hr><center>nginx</center>",
        "</body>",
        "</html>",
        "",
    )
    return "\r\n".join(lines).encode()


def tomcat_page(status: int) -> bytes:
    """Return the page that Tomcat sends with ``status``."""
    title = f"HTTP Status {status} \N{EN DASH} {_phrase(status)}"
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><h1>{title}</h1>'
        '<hr class="line" /><p><b>Type</b> Status Report</p><hr class="line" /><h3>Apache Tomcat/9.0.70</h3>'
        "</body></html>"
    ).encode()


def portal_page() -> bytes:
    """Return a page that is no answer of the API: what a portal shows while it is closed."""
    return (
        b"<!DOCTYPE html>\n<html><head><title>The archive is being maintained</title></head>\n"
        b"<body><h1>We will be back soon</h1><p>The archive is closed for maintenance.</p></body></html>\n"
    )
