"""What every answer carries: a content security policy without foreign or inline scripts, no sniffing, no framing."""

from __future__ import annotations

from flask import Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # htmx's indicator and chart tooltips use style attributes
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


# Turtle is UTF-8 by its own standard, yet a client that knows only HTTP's old default reads Latin-1.
_UTF_8 = frozenset({"text/turtle", "text/n3"})


def protect_page(response: Response) -> Response:
    """Set what the view did not set itself (a download has a stricter policy of its own)."""
    if response.content_type in _UTF_8:
        response.content_type += "; charset=utf-8"
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    return response
