from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.judging.agreement import Agreement, cohen_kappa, grade_table

TABLE = ((8, 1, 1), (2, 3, 1), (0, 1, 3))


def test_kappa_by_hand() -> None:
    # 20 passages; rows 10, 6, 4 and columns 10, 5, 5. Same grade: 8 + 3 + 3 = 14, so 0.7.
    # By chance: (10*10 + 6*5 + 4*5) / 400 = 150/400 = 0.375; (0.7 - 0.375) / 0.625 = 0.52.
    assert cohen_kappa(TABLE) == pytest.approx(0.52)


def test_linearly_weighted_kappa_by_hand() -> None:
    # Found apart: 1*1 + 1*2 + 2*1 + 1*1 + 0*2 + 1*1 = 7, of 20: 0.35.
    # By chance: (10*5*1 + 10*5*2 + 6*10*1 + 6*5*1 + 4*10*2 + 4*5*1) / 400 = 340/400 = 0.85.
    assert cohen_kappa(TABLE, linear=True) == pytest.approx(1 - 0.35 / 0.85)


def test_kappa_is_one_for_the_same_and_zero_for_chance() -> None:
    assert cohen_kappa(((4, 0, 0), (0, 2, 0), (0, 0, 1))) == 1
    # Rows 4 and 4, columns 4 and 4, each cell 2 = 4*4/8: as chance has it.
    assert cohen_kappa(((2, 2, 0), (2, 2, 0), (0, 0, 0))) == pytest.approx(0)


def test_kappa_is_not_defined_where_all_got_one_grade() -> None:
    agreement = Agreement(("ada", "bo"), 1, grade_table([(0, 0), (0, 0)]))
    assert agreement.kappa is None
    assert agreement.weighted_kappa is None
    assert "not defined" in agreement.lines()[1]


def test_pairs_are_counted_by_row_and_column() -> None:
    table = grade_table([(0, 0), (0, 2), (2, 0), (0, 2), (1, 1)])
    assert table == ((1, 0, 2), (0, 1, 0), (1, 0, 0))
    agreement = Agreement(("ada", "bo"), 2, table)
    assert (agreement.passages, agreement.same) == (5, 2)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1))
def test_kappa_does_not_care_who_is_first(pairs: list[tuple[int, int]]) -> None:
    turned = [(second, first) for first, second in pairs]
    for linear in (False, True):
        kappa = cohen_kappa(grade_table(pairs), linear=linear)
        assert kappa == pytest.approx(cohen_kappa(grade_table(turned), linear=linear))
        assert kappa is None or -1 <= kappa <= 1 + 1e-12
