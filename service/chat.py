"""One question to a language model behind an OpenAI-compatible address, and not for ever.

Redirects are not followed: the key goes to the address that the operator named and to no other.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.errors import SettingsError
from service.settings import Settings, variable

MOST_BYTES = 1_000_000
_CONNECT_S = 5.0
_OK = 200


class ChatFailed(Exception):
    """The address gave no text; the message says why, in words for people."""


@dataclass(frozen=True, slots=True)
class Chat:
    """Where a model is asked: `address` ends before `/chat/completions`."""

    address: str
    model: str
    key: str | None = None
    most_s: float = 30.0

    def ask(self, messages: Sequence[Mapping[str, str]]) -> str:
        """The model's text.

        :raises ChatFailed: It cannot be reached, takes too long, or gives something else.
        """
        body = {"model": self.model, "messages": list(messages), "temperature": 0}
        data = self._sent(json.dumps(body, ensure_ascii=False).encode())
        try:
            text = json.loads(data.decode("utf-8"))["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise ChatFailed("it answered with something else than a chat's completion") from error
        if not isinstance(text, str) or not text.strip():
            raise ChatFailed("it answered without a text")
        return text

    def _sent(self, body: bytes) -> bytes:
        there = urlsplit(self.address)
        host, port = there.hostname or "", there.port
        line = http.client.HTTPConnection(host, port, timeout=_CONNECT_S)
        if there.scheme == "https":
            context = ssl.create_default_context()
            line = http.client.HTTPSConnection(host, port, timeout=_CONNECT_S, context=context)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            line.connect()
        except OSError as error:
            raise ChatFailed("it cannot be reached") from error
        opened: socket.socket = line.sock
        opened.settimeout(self.most_s)
        # A timeout is of one read: who sends a byte a second would hold a thread for hours.
        cut = threading.Event()
        late = threading.Timer(self.most_s, _cut, (opened, cut))
        late.start()
        try:
            line.request("POST", f"{there.path.rstrip('/')}/chat/completions", body, headers)
            answer = line.getresponse()
            if answer.status != _OK:
                raise ChatFailed(f"it answered with status {answer.status}")
            data = answer.read(MOST_BYTES + 1)
            left = answer.length or 0
        except (OSError, http.client.HTTPException, ValueError) as error:
            slow = isinstance(error, TimeoutError) or cut.is_set()
            why = f"it took more than {self.most_s:g} s" if slow else "it broke off"
            raise ChatFailed(why) from error
        finally:
            late.cancel()
            line.close()
        if cut.is_set():
            raise ChatFailed(f"it took more than {self.most_s:g} s")
        if len(data) > MOST_BYTES:
            raise ChatFailed(f"it sent more than {MOST_BYTES:,} bytes")
        if left:
            raise ChatFailed("it broke off")
        return data


def _cut(opened: socket.socket, cut: threading.Event) -> None:
    cut.set()
    try:
        opened.shutdown(socket.SHUT_RDWR)
    except (OSError, ValueError):
        opened.close()


def chat_of(settings: Settings) -> Chat | None:
    """The model that is set up; None where none is.

    :raises SettingsError: Address, name and key file do not go together.
    """
    if settings.synthesis is None:
        if settings.synthesis_model or settings.synthesis_key_file:
            raise SettingsError(
                f"{variable('synthesis')} is not set: give the address of the language model, or "
                f"unset {variable('synthesis_model')} and {variable('synthesis_key_file')}"
            )
        return None
    if settings.synthesis_model is None:
        raise SettingsError(f"{variable('synthesis_model')} is not set: name the model to ask")
    if settings.synthesis_key_file is None:
        return Chat(settings.synthesis, settings.synthesis_model)
    try:
        key = settings.synthesis_key_file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{variable('synthesis_key_file')} cannot be read ({error}): name a file with the key"
        ) from error
    if not key.isprintable() or not key:
        raise SettingsError(f"{variable('synthesis_key_file')} holds no key: one line is expected")
    return Chat(settings.synthesis, settings.synthesis_model, key)
