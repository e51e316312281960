"""Who may ask: every check that comes before a request's body is read.

Two sorts of callers. The API (``/v1/``) is for paired extensions; all else is
for the server's own pages. No answer ever holds a CORS header.
"""

from __future__ import annotations

import hmac
import re

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import MethodNotAllowed

from ascribe_server import problems
from ascribe_server.problems import Problem
from ascribe_server.service import service
from ascribe_server.sharing import may_ask

API_PREFIX = "/v1/"
# All that a shared server has: no page that scores for anyone, and nothing that keeps
# what one user reads or writes where another could ask for it.
SHARED_API = frozenset(
    f"{API_PREFIX}{name}"
    for name in ("analyze", "health", "openapi.json", "pair", "prove")
)
SHARED_PAGES = ("/pair", "/problems/", "/static/")
PAGE_TOKEN_HEADER = "X-Ascribe-Page"  # noqa: S105 the header's name, no secret
JSON_TYPE = re.compile(r"application/json(?: *; *charset=utf-8)?", re.IGNORECASE)
BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)

HEADERS_OF_ALL = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NOTHING = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
CSP_OF_DATA = NOTHING
CSP_OF_PAGES = (
    f"{NOTHING}; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)
# A sample looks like a page of the web: its own inline style, but no script.
CSP_OF_SAMPLES = f"{NOTHING}; style-src 'unsafe-inline'; img-src data:"


def register(app: Flask) -> None:
    """Put the guard before every route of ``app``, known or not."""
    app.before_request(_check_host)
    app.before_request(_check_method)
    app.before_request(_check_caller)
    app.before_request(_check_post)
    app.after_request(seal)


def seal(response: Response) -> Response:
    """Put the security headers on an answer; a page may have set its own CSP."""
    for name, value in HEADERS_OF_ALL.items():
        response.headers[name] = value
    response.headers.setdefault("Content-Security-Policy", CSP_OF_DATA)
    return response


def caller_origin() -> str:
    """The Origin that the guard has let in."""
    return request.headers["Origin"]


def require_token() -> None:
    """Let only a paired browser go on.

    Raises:
        Problem: ``not-paired``, or ``too-many-failures``.
    """
    found = BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    if found and service().pairings.holds(found[1], origin=caller_origin()):
        return
    raise not_paired()


def not_paired() -> Problem:
    """Count a failure and say that the browser is not paired.

    Returns:
        ``not-paired``, or ``too-many-failures``.
    """
    return service().failures.failed(
        Problem(
            problems.NOT_PAIRED,
            "Pair this browser first: run `ascribe pair` and open the link it prints.",
            headers={"WWW-Authenticate": 'Bearer realm="ascribe"'},
        )
    )


def require_page_token() -> None:
    """Let only the server's own page go on.

    Raises:
        Problem: ``stale-page``.
    """
    given = request.headers.get(PAGE_TOKEN_HEADER, "").encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(given, service().page_token.encode()):
        raise Problem(problems.WRONG_PAGE_TOKEN, "Load this page again.")


def _check_host() -> None:
    # Against DNS rebinding. 403, not 421: on 421 Chromium sends it twice.
    settings = service().settings
    if request.environ.get("HTTP_HOST") not in settings.hosts or (
        # The proxy says so, and only it is believed; see sockets.
        settings.shared and request.scheme != "https"
    ):
        raise Problem(
            problems.WRONG_HOST, f"This server answers at {settings.address} only."
        )


def _check_method() -> None:
    # Flask would answer OPTIONS by itself; a preflight gets nothing here.
    if request.method == "OPTIONS":
        allowed = current_app.url_map.bind_to_environ(request.environ).allowed_methods()
        raise MethodNotAllowed(valid_methods=sorted({*allowed} - {"OPTIONS"}))


def _check_caller() -> None:
    shared = service().settings.shared
    if shared and not (
        request.path in SHARED_API or request.path.startswith(SHARED_PAGES)
    ):
        raise Problem(problems.NOT_FOUND, "A shared server does not have this.")
    if request.path.startswith(API_PREFIX):
        _check_extension()
    else:
        _check_own_page()


def _check_extension() -> None:
    origin = request.headers.get("Origin")
    if origin is None:
        # Browsers send no Origin with an extension's GET, but with every POST.
        if request.method == "POST":
            raise _wrong_origin("Only a browser extension may ask.")
    elif not may_ask(service().settings, origin):
        raise _wrong_origin("Only a browser extension may ask.")
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise _wrong_origin("A web page may not ask.")
    # A reader may look at an address of the API by hand.
    modes = ("cors",) if request.method == "POST" else ("cors", "navigate")
    if request.headers.get("Sec-Fetch-Mode", "cors") not in modes:
        raise _wrong_origin("A web page may not ask.")
    _check_not_embedded()


def _check_own_page() -> None:
    own = f"{request.scheme}://{request.environ['HTTP_HOST']}"
    origin = request.headers.get("Origin")
    if origin != own and not (origin is None and request.method != "POST"):
        raise _wrong_origin("Only this server's own page may ask.")
    _check_not_embedded()
    # A link on any page may lead here: that shows the page and tells nothing.
    if request.method != "POST" and request.headers.get("Sec-Fetch-Mode") == "navigate":
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise _wrong_origin("Only this server's own page may ask.")
    modes = ("cors", "same-origin")
    if (
        request.method == "POST"
        and request.headers.get("Sec-Fetch-Mode", "cors") not in modes
    ):
        raise _wrong_origin("Only this server's own page may ask.")


def _check_not_embedded() -> None:
    navigates = request.headers.get("Sec-Fetch-Mode") == "navigate"
    if navigates and request.headers.get("Sec-Fetch-Dest", "document") != "document":
        raise _wrong_origin("This server cannot stand inside another page.")


def _check_post() -> None:
    if request.method != "POST" or request.routing_exception:
        return  # no route will read a body
    if not JSON_TYPE.fullmatch(request.headers.get("Content-Type", "").strip()):
        raise Problem(problems.WRONG_TYPE, "Send `Content-Type: application/json`.")
    if "Content-Encoding" in request.headers:
        raise Problem(problems.WRONG_TYPE, "Send the JSON as it is, not compressed.")


def _wrong_origin(detail: str) -> Problem:
    return Problem(problems.WRONG_ORIGIN, detail)
