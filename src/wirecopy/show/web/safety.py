"""
The door of the web page: who may come in, and what the browser may do with what it gets.

Every answer forbids scripts, styles, frames and forms of other places. A request must name a host
that we serve, so that a foreign site cannot lead a browser here under its own name; it may link
here, but load nothing into a page of its own (an export made for nobody costs time). Only a POST
changes anything, and only one that the browser says comes from a page of ours. Where others than
this machine can reach the page, a token is asked for; it is swapped for a cookie at once, so that
it stands in no address that is passed on.
"""

from __future__ import annotations

import hashlib
import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache, private",
}
"""On every answer."""

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
COOKIE = "wirecopy"
MOST_BYTES = 65_536
"""Of the body of a POST: a judgement with its note is far smaller."""


class Door:
    """ASGI middleware: checks host, token and origin, and puts the safe headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...] | None, token: str | None) -> None:
        """
        Args:
            app: What stands behind the door.
            hosts: Names under which we may be asked for, without port; None: any (needs a token).
            token: What a visitor must know; None: nothing.
        """
        if hosts is None and token is None:
            raise ValueError("a page that any host can reach needs a token")
        self.app = app
        self.hosts = hosts
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send_safely)
        else:
            await self.app(scope, receive, send_safely)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.hosts is not None and _name_of(host) not in self.hosts:
            return PlainTextResponse("this host is not served here\n", 421)
        foreign = headers.get("sec-fetch-site") in ("cross-site", "same-site")
        if foreign and headers.get("sec-fetch-dest") != "document":
            return PlainTextResponse("other sites may lead here, but load nothing\n", 403)
        method = scope["method"]
        if method not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("only GET, HEAD and POST\n", 405)
        if self.token is not None:
            answer = self._check_token(scope, headers)
            if answer is not None:
                return answer
        if method == "POST":
            if not _is_ours(headers, scope["scheme"], host):
                return PlainTextResponse("a change must come from a page of this server\n", 403)
            length = headers.get("content-length", "")
            if not length.isdecimal() or int(length) > MOST_BYTES:
                return PlainTextResponse("too long\n", 413)
        return None

    def _check_token(self, scope: Scope, headers: Headers) -> Response | None:
        assert self.token is not None
        proof = hashlib.sha256(f"wirecopy {self.token}".encode()).hexdigest()
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if _same(given, self.token) or _same(_cookie(headers), proof):
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        [asked] = query.pop("token", [""])[:1]
        if scope["method"] == "GET" and _same(asked, self.token):
            rest = urlencode(query, doseq=True)
            path = "/" + scope["path"].lstrip("/")  # never //, which would name another host
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, proof, httponly=True, samesite="strict", path="/")
            return answer
        return PlainTextResponse("the address with its token is needed: see the terminal\n", 401)


def _name_of(host: str) -> str:
    """
    Give a Host header without its port, in lower case.

    >>> _name_of("[::1]:8765"), _name_of("LOCALHOST:80"), _name_of("localhost")
    ('[::1]', 'localhost', 'localhost')
    """
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


def _is_ours(headers: Headers, scheme: str, host: str) -> bool:
    """Tell if the browser says that a request comes from a page of this very host and port."""
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    return headers.get("origin", "").lower() == f"{scheme}://{host}".lower()


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())
