"""What looks like a label of a written record and is none, and what a record says of its day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.index.fiction import parsed

_SAID = ("The old weir was mended.", "Who paid for the stones?", "Nobody paid.", "Then we ask.")


def _labels(text: str) -> list[str | None]:
    return [turn.label for turn in parsed(text).turns]


def _talk(*lines: str) -> str:
    return "\n\n".join(lines) + "\n"


def _between(first: str, second: str) -> str:
    names = (first, second) * 2
    return _talk(*(f"{name}: {said}" for name, said in zip(names, _SAID, strict=True)))


@pytest.mark.parametrize(
    "list_of_parts",
    [
        "MA-1  Bolt of brass\nMA-2  Nut of iron\nPN-10  Plank of oak\nPN-11  Rope\nQX-1  Pin\n",
        "10:04:11 AB-1 first\n10:05:12 AB-2 second\n10:06:13 CD-1 third\n10:07:14 CD-2 fourth\n",
        "K-1\tKeel\nK-2\tMast\nL-1\tLamp\nL-2\tRope\nL-3\tOil\nM-1\tSalt\n",
    ],
)
def test_codes_of_a_list_speak_for_nobody(list_of_parts: str) -> None:
    assert set(_labels(list_of_parts)) == {None}


@pytest.mark.parametrize(
    "points",
    [
        "1.1 Budget Review: the sum was read.\n\n1.2 Works Report: it was late.\n\n"
        "1.3 Any Business: none.",
        "4.9 Upper Gate: shut.\n\n4.10 Lower Gate: open.\n\n4.11 Old Mill: sold.",
        "10.05 First Bell: rung.\n\n10.15 Second Bell: rung.\n\n10.30 Last Bell: not rung.",
    ],
)
def test_points_of_a_list_are_no_labels(points: str) -> None:
    text = _between("Una Marsh", "Ned Oake")
    assert set(_labels(f"{text}\n{points}\n")) <= {"Una Marsh", "Ned Oake", None}


@pytest.mark.parametrize(
    ("shout", "speaker"),
    [
        ("(Abg. Stein: Das stimmt nicht!)", "Abg. Wren"),
        ("(Abg. Oake: Hört, hört!)", "Abg. Wren"),
        ("(Abg. **Stein:** Nein!)", "Abg. Wren"),
    ],
)
def test_a_shout_in_brackets_is_no_turn(shout: str, speaker: str) -> None:
    text = _talk(
        *("Präsidentin Marsch: Das Wort hat Herr Wren.", f"{speaker}: Das Wehr steht.", shout),
        *("Und es hält.", "Präsidentin Marsch: Danke.", f"{speaker}: Bitte."),
        *("Präsidentin Marsch: Frau Stein.", "Abg. Stein: Ja.", "Präsidentin Marsch: Gut."),
    )
    source = parsed(text)
    (held,) = [turn for turn in source.turns if "hält" in source.source.text[turn.start : turn.end]]
    assert held.label == speaker


@pytest.mark.parametrize(
    "field", ["BAŞKAN: Başkan Vekili Ada KUİL", "BAŞKAN: Cem SARN", "BAŞKAN: Meclis Üyesi Ali KORL"]
)
def test_a_field_of_the_head_before_another_sign_is_no_turn(field: str) -> None:
    text = _talk(
        *(field, "BAŞKAN – Birleşimi açıyorum.", "ALİ MUR (Ordu) – Teşekkür ederim."),
        *("BAŞKAN – Buyurun.", "ALİ MUR (Ordu) – Kim ödedi?", "BAŞKAN – Kimse ödemedi."),
    )
    assert _labels(text) == ["BAŞKAN", "ALİ MUR"] * 2 + ["BAŞKAN"]


@pytest.mark.parametrize(
    "head",
    [
        "Quinta-feira, 15 de dezembro de 2033\n\nREUNIÃO PLENÁRIA DE 14 DE DEZEMBRO DE 2033",
        "December 15, 2033\n\nMeeting of the Weir Board held on December 14, 2033",
        "15 dicembre 2033\n\nSeduta di martedì 14 dicembre 2033",
    ],
)
def test_the_day_of_the_sitting_goes_before_the_day_of_the_print(head: str) -> None:
    talk = _between("UNA MARSH", "NED OAKE")
    assert parsed(f"{head}\n\n{talk}").documents[0].date == date(2033, 12, 14)
