"""What `onrecord keys` does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from service.console import Output, Table
from service.keys import Key, Keys, Scope
from service.settings import Settings


def add(settings: Settings, name: str, scopes: Sequence[str]) -> Output:
    """Make a key; the only place where its text is shown."""
    key, token = Keys(settings.data).add(name, cast(Sequence[Scope], scopes))
    told = f"Key {key.name} ({key.key_id}) may {_may(key)}. It is shown this once:"
    return Output({**_json(key), "key": token}, (told, token))


def listed(settings: Settings) -> Output:
    """All keys without their text."""
    keys = Keys(settings.data).all()
    lines = [f"{key.key_id}  {key.created}  {_may(key):14}  {key.name}" for key in keys]
    empty = "There is no key: the service answers on this machine only."
    rows = tuple((key.name, _may(key), key.created, key.key_id) for key in keys)
    table = Table(("Name", "May", "Made", "Id"), rows, whole=("Id",))
    items = [_json(key) for key in keys]
    return Output({"items": items}, tuple(lines) or (empty,), table=table)


def remove(settings: Settings, name: str) -> Output:
    """Take a key away."""
    key = Keys(settings.data).remove(name)
    return Output(_json(key), (f"Removed key {key.name} ({key.key_id})",))


def _may(key: Key) -> str:
    return " and ".join(key.scopes)


def _json(key: Key) -> dict[str, object]:
    return {
        "id": key.key_id,
        "name": key.name,
        "scopes": list(key.scopes),
        "created": key.created,
    }
