"""Who may do what: hosts, origins, keys and rates, before anything of a request is read.

Without a key the service answers on this machine alone (`check_binding`); with one, everybody
shows a key. Either way a page of another site must not read or delete here: the browser tells in
`Origin` and `Sec-Fetch-Site` who asks, and `Host` catches a foreign name that was pointed here.
"""

from __future__ import annotations

import base64
import binascii
import socket
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import SettingsError
from service import problems
from service.keys import Key, Keys
from service.keys import Scope as KeyScope
from service.rates import Rates
from service.refusals import access_refusal, problem_response
from service.settings import Settings, variable

OPEN_PATHS = ("/healthz", "/readyz")
OPEN_FOLDERS = ("/page/",)
"""What tells nothing of the record: whether the service runs, and the page's style and script."""

READING_POSTS = ("/v1/ask", "/v1/search", "/mcp")
"""Paths whose POST only reads; every other method that is not a plain read writes."""

FAILURES_A_MINUTE = 30
"""Wrong keys that one address may show before it has to wait."""

EXPOSED = ("ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id", "Traceparent")
_BEARER = 'Bearer realm="onrecord"'
_BASIC = 'Basic realm="onrecord: any name, the API key as password", charset="UTF-8"'
_PORTS = {"http": 80, "https": 443}


def check_binding(settings: Settings, keys: Keys) -> None:
    """Refuse to listen beyond this machine while nobody needs a key.

    :raises SettingsError: Says why, and how a key is made.
    """
    if not keys.all() and not is_loopback(settings.host):
        raise SettingsError(
            f"{variable('host')} is {settings.host!r}, which other machines reach, and there is no "
            "API key: everybody could read and delete what is on record. Make a key with "
            f"`onrecord keys add NAME --data {settings.data}`, or listen on 127.0.0.1"
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address; a name when all its addresses are so."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        pass
    try:
        addresses = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(addresses) and all(
        ip_address(str(address).partition("%")[0]).is_loopback for address in addresses
    )


def needed_scope(method: str, path: str) -> KeyScope:
    """The scope that a request needs; what is not known to read writes."""
    if method in ("GET", "HEAD", "OPTIONS"):
        return "read"
    reads = method == "POST" and any(_below(path, reading) for reading in READING_POSTS)
    return "read" if reads else "write"


class Places:
    """ASGI middleware: refuses foreign hosts (421) and pages of foreign sites (403)."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._origins = set(settings.cors_origins or ())
        names = {"localhost", settings.host.lower(), *map(str.lower, settings.allowed_hosts or ())}
        self._names = names
        self._only_here = is_loopback(settings.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request that is addressed to us and comes from no foreign page."""
        if scope["type"] == "http":
            refusal = self._refusal(Headers(scope=scope), scope["method"])
            if refusal is not None:
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refusal(self, headers: Headers, method: str) -> Response | None:
        host = headers.get("host", "")
        if not self._is_ours(host):
            return access_refusal(
                "host_refused",
                f"this service is not {problems.echo(host)}; use one of its own names, or add that "
                f"one to {variable('allowed_hosts')}",
            )
        origin = headers.get("origin")
        if origin is not None and origin not in self._origins and not _same(origin, host):
            return access_refusal(
                "origin_refused",
                f"a page of {problems.echo(origin)} may not use this service; list its origin in "
                f"{variable('cors_origins')}, or call from a program",
            )
        # A link from elsewhere may lead here; a foreign page's image or script may not read here.
        site, mode = headers.get("sec-fetch-site"), headers.get("sec-fetch-mode")
        follows_link = mode == "navigate" and method in ("GET", "HEAD")
        if site in ("cross-site", "same-site") and origin is None and not follows_link:
            return access_refusal(
                "origin_refused", "a page of another site may not load anything from this service"
            )
        return None

    def _is_ours(self, host: str) -> bool:
        name = _name_of(host)
        if name is None:
            return False
        if name.lower() in self._names:
            return True
        try:
            address = ip_address(name)
        except ValueError:
            return False
        # Nobody can point a foreign name here by an address; from outside any of ours will do.
        return address.is_loopback or not self._only_here


class Gate:
    """ASGI middleware: asks for a key where there are keys, and counts what each one asks for."""

    def __init__(self, app: ASGIApp, settings: Settings, keys: Keys, rates: Rates) -> None:
        self._app = app
        self._keys = keys
        self._rates = rates
        self._settings = settings
        self._only_here = is_loopback(settings.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request whose key allows it, before a byte of its body is read."""
        if scope["type"] != "http" or _is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            keys = self._keys.all()
        except SettingsError as error:
            problem = problems.problem_of(error)
            await problem_response(problem, problems.error_body(error))(scope, receive, send)
            return
        if not keys and self._only_here:
            await self._app(scope, receive, send)
            return
        token = _token(Headers(scope=scope).get("authorization", ""))
        key = None if token is None else self._keys.find(token)
        if key is None:
            await self._unknown(scope, token)(scope, receive, send)
            return
        refusal = self._refusal(scope, key)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._counted(key, scope, receive, send)

    def _unknown(self, scope: Scope, token: str | None) -> Response:
        asks = _BEARER if _below(scope["path"], "/v1") else f"{_BEARER}, {_BASIC}"
        headers = {"WWW-Authenticate": asks}
        if token is None:
            detail = "this service wants a key: send Authorization: Bearer KEY"
            return access_refusal("key_missing", detail, headers)
        address = str((scope.get("client") or ("unknown",))[0])
        verdict = self._rates.take(f"address {address}", FAILURES_A_MINUTE)
        if not verdict.allowed:
            return access_refusal(
                "too_many_requests",
                f"too many unknown keys; wait {verdict.wait_s} s",
                {"Retry-After": str(verdict.wait_s)},
            )
        detail = "this key is not known here; it may have been removed. Ask for a new one"
        return access_refusal("key_unknown", detail, headers)

    def _refusal(self, scope: Scope, key: Key) -> Response | None:
        wanted = needed_scope(scope["method"], scope["path"])
        if wanted not in key.scopes:
            return access_refusal(
                "scope_missing",
                f"the key {key.name!r} may {' and '.join(key.scopes)}, but this needs {wanted!r}; "
                f"make one with `onrecord keys add NAME --scope {wanted}`",
            )
        return None

    async def _counted(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        rate = self._settings.rate
        if not rate:
            await self._app(scope, receive, send)
            return
        verdict = self._rates.take(f"key {key.key_id}", rate)
        if not verdict.allowed:
            refusal = access_refusal(
                "too_many_requests",
                f"the key {key.name!r} may ask {rate:,} times a minute; wait {verdict.wait_s} s, "
                f"or raise {variable('rate')}",
                {**verdict.headers, "Retry-After": str(verdict.wait_s)},
            )
            await refusal(scope, receive, send)
            return

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(verdict.headers)
            await send(message)

        await self._app(scope, receive, add)


def cors(app: ASGIApp, settings: Settings) -> ASGIApp:
    """Let pages of the listed origins read answers; nobody else's reach this far."""
    return CORSMiddleware(
        app,
        allow_origins=settings.cors_origins or (),
        allow_methods=("GET", "HEAD", "POST", "PUT", "DELETE"),
        allow_headers=(
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-None-Match",
            "Traceparent",
        ),
        expose_headers=EXPOSED,
    )


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDERS)


def _below(path: str, parent: str) -> bool:
    return path == parent or path.startswith(parent + "/")


def _token(header: str) -> str | None:
    """The key of an `Authorization` header: a bearer's, or the password that a browser asks for."""
    kind, _, value = header.partition(" ")
    if kind.lower() == "bearer":
        return value.strip() or None
    if kind.lower() == "basic":
        try:
            plain = base64.b64decode(value.strip(), validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return ""
        return plain.partition(":")[2] or None
    return None if not header.strip() else ""


def _name_of(host: str) -> str | None:
    """The name or address in a `Host` header without its port, None for what is no host."""
    try:
        parts = urlsplit(f"//{host}")
        parts.port  # noqa: B018 -- reading it checks it
    except ValueError:
        return None
    plain = parts.netloc == host and not parts.path and parts.username is None
    return parts.hostname if plain else None


def _same(origin: str, host: str) -> bool:
    """Whether an origin is the page of this very host; the scheme may end at a proxy."""
    try:
        ours, theirs = urlsplit(f"//{host}"), urlsplit(origin)
        port: Callable[[int | None], int] = lambda given: given or _PORTS.get(theirs.scheme, 0)  # noqa: E731
        return (
            theirs.scheme in _PORTS
            and theirs.hostname == ours.hostname
            and port(theirs.port) == port(ours.port)
        )
    except ValueError:
        return False
