"""API keys: who may read and who may write, in a file that holds no key.

A key is `onrecord_<id>_<secret>` with a secret of 256 random bits. The file `keys.json` of the
index's folder holds SHA-256 of each key: against a random secret of that length a slow hash gains
nothing, and a fast one lets every request be checked.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from index.errors import NotFound, SettingsError
from index.files import replaced
from index.locks import FileLock

KEYS = "keys.json"
LOCK = "keys.lock"
FORMAT = 1
LOCK_TIMEOUT_S = 10.0
MAX_NAME_CHARS = 100

Scope = Literal["read", "write"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key: never the key itself."""

    key_id: str
    name: str
    scopes: tuple[Scope, ...]
    created: str
    sha256: str


class Keys:
    """The keys of one index's folder; a change of the file counts from the next request on."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / KEYS
        self._lock = FileLock(folder / LOCK, timeout_s=LOCK_TIMEOUT_S)
        self._reading = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._keys: tuple[Key, ...] = ()

    def all(self) -> tuple[Key, ...]:
        """All keys, the oldest first; none where there never was a file.

        :raises SettingsError: The file cannot be read, or is gone; nobody is let in by it.
        """
        with self._reading:
            try:
                stat = self._path.stat()
            except FileNotFoundError:
                if self._seen is None:
                    return ()
                # The last key that is removed leaves a file: one that is gone allows nothing.
                raise _gone(self._path) from None
            seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if seen != self._seen:
                self._keys, self._seen = _read(self._path), seen
            return self._keys

    def find(self, token: str) -> Key | None:
        """The key that a client shows, None for one that is not known.

        Each key is compared, and in constant time: how long it takes tells nothing.
        """
        shown = _hash(token)
        match = None
        for key in self.all():
            if hmac.compare_digest(key.sha256, shown):
                match = key
        return match

    def add(self, name: str, scopes: Sequence[Scope]) -> tuple[Key, str]:
        """Make a key; its text is returned once and kept nowhere.

        :raises SettingsError: The name is empty, too long or in use.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock.held():
            keys = self.all()
            _check_name(name, keys)
            key_id = secrets.token_hex(4)
            token = f"onrecord_{key_id}_{secrets.token_urlsafe(32)}"
            created = datetime.now(UTC).isoformat(timespec="seconds")
            ordered = tuple(scope for scope in SCOPES if scope in scopes)
            key = Key(key_id, name, ordered, created, _hash(token))
            self._write((*keys, key))
        return key, token

    def remove(self, name: str) -> Key:
        """Take a key away, by its name or id; it is refused from the next request on.

        :raises NotFound: No key has this name or id.
        """
        if not self._path.parent.is_dir():
            raise _no_such(name, ())
        with self._lock.held():
            keys = self.all()
            match = next((key for key in keys if name in (key.name, key.key_id)), None)
            if match is None:
                raise _no_such(name, keys)
            self._write(tuple(key for key in keys if key != match))
        return match

    def _write(self, keys: Sequence[Key]) -> None:
        body = {"format": FORMAT, "keys": [asdict(key) for key in keys]}
        with replaced(self._path) as temporary:
            temporary.unlink(missing_ok=True)
            # Nobody else on the machine needs to know even the names.
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 -- a descriptor
                json.dump(body, file, ensure_ascii=False, indent=2)


def _gone(path: Path) -> SettingsError:
    return SettingsError(
        f"{path} was there and is gone: put it back, make a key with `onrecord keys add`, or start "
        "again to serve without keys"
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _check_name(name: str, keys: Sequence[Key]) -> None:
    if not name.strip() or len(name) > MAX_NAME_CHARS or not name.isprintable():
        raise SettingsError(
            f"{name[:MAX_NAME_CHARS]!r} cannot name a key: give 1 to {MAX_NAME_CHARS} printable "
            "characters, such as the program that will use it"
        )
    if any(name in (key.name, key.key_id) for key in keys):
        raise SettingsError(f"there is a key named {name!r} already; remove it or choose another")


def _no_such(name: str, keys: Sequence[Key]) -> NotFound:
    known = ", ".join(key.name for key in keys) or "none"
    return NotFound(f"no key has the name or id {name!r}; there are: {known}")


def _read(path: Path) -> tuple[Key, ...]:
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["format"] != FORMAT:
            raise ValueError(f"format {body['format']!r} instead of {FORMAT}")
        keys = tuple(Key(**{**item, "scopes": tuple(item["scopes"])}) for item in body["keys"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"{path} cannot be read ({type(error).__name__}): restore it, or delete it and make "
            "the keys again with `onrecord keys add`"
        ) from error
    return keys
