"""All kinds that are imitated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.index.imitations.archives import ARCHIVES
from tests.index.imitations.calls import CALLS
from tests.index.imitations.commonwealth import COMMONWEALTH
from tests.index.imitations.foreign import FOREIGN
from tests.index.imitations.kinds import Kind
from tests.index.imitations.official import CONGRESS, COURTS
from tests.index.imitations.parliaments import PARLIAMENTS
from tests.index.imitations.spoken import TALK

KINDS = (*PARLIAMENTS, *COMMONWEALTH, *CONGRESS, *COURTS, *TALK, *CALLS, *FOREIGN, *ARCHIVES)


def _wrapped(kind: Kind) -> Kind:
    return replace(kind, layout="wrapped") if kind.layout == "line" else kind


def _close(kind: Kind) -> Kind:
    return replace(kind, gap=False)


def _long(kind: Kind) -> Kind:
    return replace(kind, paragraphs=16, turns=60)


VARIANTS: dict[str, Callable[[Kind], Kind]] = {"wrapped": _wrapped, "close": _close, "long": _long}
"""Each kind with its lines wrapped, without blank lines, with long answers."""
