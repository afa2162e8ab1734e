"""Each kind of form with three further inputs: other names, another layout."""

from __future__ import annotations

import pytest

from tests.index.fiction import parsed
from tests.index.kinds_asked import ASKED
from tests.index.kinds_colon import COLON
from tests.index.kinds_later import LATER
from tests.index.kinds_other import OTHER
from tests.index.kinds_press import PRESS
from tests.index.kinds_recorded import RECORDED
from tests.index.kinds_records import RECORDS
from tests.index.kinds_talks import TALKS
from tests.index.kinds_threads import THREADS
from tests.index.kinds_tools import TOOLS
from tests.index.kinds_written import WRITTEN

CASES = [
    *COLON,
    *OTHER,
    *LATER,
    *PRESS,
    *TOOLS,
    *TALKS,
    *WRITTEN,
    *ASKED,
    *RECORDED,
    *RECORDS,
    *THREADS,
]
IDS = [f"{kind}-{number}" for number, (kind, _, _) in enumerate(CASES)]


@pytest.mark.parametrize(("kind", "text", "turns"), CASES, ids=IDS)
def test_further_inputs(kind: str, text: str, turns: tuple[str, ...]) -> None:
    source = parsed(text)
    spoken = [
        f"{turn.label or '–'} | {' '.join(source.source.text[turn.start : turn.end].split())}"
        for turn in source.turns
    ]
    assert spoken == list(turns), kind


def test_three_of_each_kind() -> None:
    kinds = [kind for kind, _, _ in CASES]
    assert {kinds.count(kind) for kind in kinds} == {3}
