"""Names as they are printed, in ordinary case."""

from __future__ import annotations

import pytest

from index.language.titles import proper


@pytest.mark.parametrize(
    ("printed", "ordinary"),
    [
        ("RAY LaHOOD", "Ray LaHood"),
        ("MAYOR OF OAKRIDGE", "Mayor of Oakridge"),
        ("JOHN A OAK", "John A Oak"),
        ("JOHN A. OAK", "John A. Oak"),
        ("ORLA McBRIDE-FENN", "Orla McBride-Fenn"),
        ("O'DELL", "O'Dell"),
        ("Tam de Voss", "Tam de Voss"),
        ("THE MINISTER", "The Minister"),
    ],
)
def test_a_name_in_capitals_is_put_in_ordinary_case(printed: str, ordinary: str) -> None:
    assert proper(printed) == ordinary
