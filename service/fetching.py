"""One page or file from the web, for `onrecord add URL`: public addresses only, and not for ever.

A name is looked up once, all its addresses must be public, and the connection goes to one of
those that were checked: a name that changes its address in between gains nothing. Each redirect
is looked at like the first address.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from index.errors import SourceError, SourceTooLarge

Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]

_TIMEOUT_S = 20.0
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_PORTS = {"http": 80, "https": 443}
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of an address, where they were in the end, and the type that came with them."""

    url: str
    data: bytes
    media_type: str | None


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them."""
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(f"{host} has no address ({error}): check the link") from error
    return [str(info[4][0]) for info in infos]


def connect(address: str, port: int, timeout_s: float) -> socket.socket:
    """A connection to an address that was checked."""
    return socket.create_connection((address, port), timeout_s)


def fetch(
    url: str, max_bytes: int, resolve: Resolve = resolve, connect: Connect = connect
) -> Fetched:
    """The bytes at an address.

    :raises SourceError: It is no public web address, cannot be reached, or gives no file.
    :raises SourceTooLarge: It has more than `max_bytes` bytes.
    """
    here = url
    for _ in range(_MOST_REDIRECTS + 1):
        there = _checked(here)
        opened = _opened(there, resolve, connect)
        try:
            target = "".join((there.path or "/", f"?{there.query}" if there.query else ""))
            host = there.netloc.rpartition("@")[2]
            opened.request("GET", target, headers={"Host": host, "User-Agent": "onrecord"})
            answer = opened.getresponse()
            if answer.status in _REDIRECTS and (location := answer.getheader("Location")):
                here = urljoin(here, location)
                continue
            if answer.status != _OK:
                raise SourceError(f"{here} answers {answer.status} {answer.reason}: check the link")
            return Fetched(here, _read(answer, here, max_bytes), _type(answer))
        except (OSError, http.client.HTTPException) as error:
            raise SourceError(f"{here} cannot be read ({error}): try again later") from error
        finally:
            opened.close()
    raise SourceError(f"{url} leads on more than {_MOST_REDIRECTS} times: give the last address")


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SourceError(f"{url} is no web address ({error}): correct it") from error
    usual = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in _PORTS or not parts.hostname or port == 0 or not usual:
        raise SourceError(f"{url} is no web address: give one with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise SourceError(f"{parts.hostname}: an address with a password is not kept; leave it out")
    return parts


def _opened(there: SplitResult, resolve: Resolve, connect: Connect) -> http.client.HTTPConnection:
    """A connection to one of the host's addresses, which are all public.

    :raises SourceError: One is not, or there is none.
    """
    host, port = there.hostname or "", there.port or _PORTS[there.scheme]
    addresses = list(resolve(host, port))
    private = [address for address in addresses if not is_public(address)]
    if private or not addresses:
        where = f"stands at {private[0]}, inside a private network" if private else "has no address"
        raise SourceError(f"{host} {where}: save the file and index it from a folder")
    made = http.client.HTTPConnection(host, port, timeout=_TIMEOUT_S)
    try:
        reached = connect(addresses[0], port, _TIMEOUT_S)
        if there.scheme == "https":
            reached = ssl.create_default_context().wrap_socket(reached, server_hostname=host)
    except OSError as error:
        raise SourceError(f"{host} cannot be reached ({error}): try again later") from error
    made.sock = reached
    return made


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet: not this machine, not a network inside."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo and parsed.teredo[1])
        if inner:
            return is_public(str(inner))
        if parsed in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
    return parsed.is_global and not parsed.is_multicast


def _read(answer: http.client.HTTPResponse, url: str, max_bytes: int) -> bytes:
    data = bytearray()
    while piece := answer.read(_PIECE):
        data += piece
        if len(data) > max_bytes:
            raise SourceTooLarge(f"{url} has more than {max_bytes:,} bytes: raise the limit")
    return bytes(data)


def _type(answer: http.client.HTTPResponse) -> str | None:
    return answer.getheader("Content-Type")


def name_of(url: str) -> str:
    """What a file of this address is called on record: its host and its path."""
    parts = urlsplit(url)
    words = unquote(parts.path).strip("/") or "index.html"
    query = f"-{parts.query}" if parts.query else ""
    plain = re.sub(r"[^\w./=-]+", "-", f"{parts.hostname}/{words}{query}")
    steps = [step for step in plain.split("/") if step.strip(".")]
    return "/".join(steps)[:200].rstrip("/")
