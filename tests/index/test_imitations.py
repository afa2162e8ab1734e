"""Long imitations of real kinds: turns as a reader sees them, and nobody in a wrong mouth."""

from __future__ import annotations

import os

import pytest

from tests.index.imitations.air import AIR
from tests.index.imitations.assemblies import ASSEMBLIES
from tests.index.imitations.benches import BENCHES
from tests.index.imitations.catalogue import KINDS, VARIANTS
from tests.index.imitations.chambers import CHAMBERS
from tests.index.imitations.ether import HEARD
from tests.index.imitations.final import FINAL
from tests.index.imitations.held import figures, read_held, worse, write_held
from tests.index.imitations.kinds import Kind
from tests.index.imitations.later import LATER
from tests.index.imitations.latest import LATEST
from tests.index.imitations.measure import Measured, measured
from tests.index.imitations.scenes_first import SCENES_FIRST
from tests.index.imitations.scenes_fourth import SCENES_FOURTH
from tests.index.imitations.scenes_second import SCENES_SECOND
from tests.index.imitations.scenes_third import SCENES_THIRD
from tests.index.imitations.scripts import Script, performance
from tests.index.imitations.sheets import imitation
from tests.index.imitations.unseen import UNSEEN
from tests.index.imitations.world import HALLS

_BAR = 0.93
_HELD = read_held()


def _measured(kind: Kind | Script, seed: int = 0) -> Measured:
    """Measure an imitation; nothing of it may be worse than when it was measured last."""
    sheet = imitation(kind, seed) if isinstance(kind, Kind) else performance(kind, seed)
    found = measured(kind, sheet)
    name = f"{kind.name} {kind.layout}" if isinstance(kind, Kind) else f"{kind.name} scenes"
    name = f"{name} {'apart' if kind.gap else 'close'} {seed}"
    if "WRITE_HELD" in os.environ:
        _HELD[name] = figures(found)
        write_held(_HELD)
    assert not worse(figures(found), _HELD[name]), name
    return found


def test_what_is_worse_is_told() -> None:
    assert worse((9, 20, 0, 0, 2), (9, 20, 0, 0, 2)) == []
    assert worse((10, 21, 0, 0, 3), (9, 20, 1, 1, 2)) == []
    told = worse((8, 19, 1, 2, 1), (9, 20, 0, 0, 2))
    assert told[0] == "turns right: 8, and it was 9"
    assert [words.partition(":")[0] for words in told] == [
        *("turns right", "sentences right", "wrong", "lost", "fields right")
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_long_transcript_of_a_kind(kind: Kind) -> None:
    found = _measured(kind)
    assert found.turns_right >= _BAR * found.turns, found.examples[:5]
    assert found.wrong <= 0.02 * found.sentences


def test_a_label_below_a_pages_head_is_no_part_of_it() -> None:
    (kind,) = [VARIANTS["wrapped"](kind) for kind in KINDS if kind.name == "kenya-old"]
    found = _measured(kind)
    assert (found.wrong, found.lost) == (0, 0)


def test_kinds_that_were_written_after_the_code() -> None:
    """At first try 18 of 24 held, with 0.78 of all turns; what failed taught the rules of today."""
    shares = []
    for kind in UNSEEN:
        found = _measured(kind, 7)
        shares.append(found.turns_right / found.turns)
        assert found.wrong <= 0.02 * found.sentences, kind.name
    assert sum(shares) >= 0.98 * len(shares)


WORLD = (*HALLS, *ASSEMBLIES, *AIR)


@pytest.mark.parametrize("kind", WORLD, ids=lambda kind: kind.name)
def test_a_kind_as_it_lies_about_in_the_world(kind: Kind) -> None:
    """At first try 12 of 30 held: 0.74 of all turns, and 912 of 15,954 sentences were wrong."""
    found = _measured(kind, 3)
    assert found.turns_right >= 0.9 * found.turns, found.examples[:5]
    assert found.wrong <= 0.01 * found.sentences


def test_kinds_that_came_later() -> None:
    """At first try 11 of 15 held, 0.80 of all turns were right and 201 of 6,667 sentences wrong."""
    shares = []
    for kind in LATER:
        found = _measured(kind, 3)
        shares.append(found.turns_right / found.turns)
        assert found.wrong <= 0.01 * found.sentences, kind.name
    assert sum(shares) >= 0.92 * len(shares)


def _held(kinds: tuple[Kind, ...], *, wrong: float = 0.01) -> float:
    shares = []
    for kind in kinds:
        found = _measured(kind, 3)
        shares.append(found.turns_right / found.turns)
        assert found.wrong <= wrong * found.sentences, kind.name
        assert not found.lost, kind.name
    return sum(shares) / len(shares)


def test_twenty_kinds_that_were_written_before_the_parser_was_touched_again() -> None:
    """At first try 10 of 20 held, with 0.56 of all turns and 782 of 10,073 sentences wrong."""
    assert _held((*CHAMBERS, *BENCHES, *HEARD)) >= 0.97


def test_ten_kinds_that_were_written_after_that() -> None:
    """At first try 7 of 10 held, 0.78 of all turns; 967 of 5,116 sentences nobody's, 10 wrong."""
    assert _held(LATEST) >= 0.96


def test_eight_kinds_that_came_last() -> None:
    """At first try 5 of 8 held, with 0.68 of all turns and 153 of 3,591 sentences wrong."""
    assert _held(FINAL) >= 0.96


def _played(scripts: tuple[Script, ...], *, wrong: int = 0) -> float:
    shares, mistaken = [], 0
    for script in scripts:
        found = _measured(script, 3)
        shares.append(found.turns_right / found.turns)
        mistaken += found.wrong
    assert mistaken <= wrong
    return sum(shares) / len(shares)


def test_ten_kinds_as_scenes() -> None:
    """At first try 5 of 10 held, with 0.82 of all turns and 235 of 3,711 sentences wrong."""
    assert _played(SCENES_FIRST, wrong=7) >= 0.98


def test_ten_more_kinds_as_scenes() -> None:
    """At first try 4 of 10 held, with 0.74 of all turns and 109 of 3,518 sentences wrong."""
    assert _played(SCENES_SECOND) >= 0.98


def test_ten_kinds_of_rarer_tongues_and_signs() -> None:
    """At first try 3 of 10 held, with 0.30 of all turns and 362 of 4,409 sentences wrong."""
    assert _played(SCENES_THIRD, wrong=56) >= 0.96


def test_eight_english_kinds_as_scenes() -> None:
    """At first try 7 of 8 held, with 0.97 of all turns and 23 of 2,529 sentences wrong."""
    assert _played(SCENES_FOURTH) >= 0.99


@pytest.mark.parametrize("variant", ["wrapped", "close"])
def test_the_same_kinds_wrapped_and_without_blank_lines(variant: str) -> None:
    """The layout of a kind must not decide in whose mouth its words stand."""
    kinds = [VARIANTS[variant](kind) for kind in (*UNSEEN, *LATER)]
    assert _held(tuple(kinds), wrong=0.02) >= 0.95
