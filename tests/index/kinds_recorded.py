"""Three inputs for each kind of clock and owner that recorders print beside names.

Each is (kind, text, turns), as in `kinds_colon.py`.
"""

from __future__ import annotations

_SAID = (
    "The old weir was mended in the spring.",
    "Who paid for the stones by the lower road?",
    "Nobody paid, and nobody was asked.",
    "Then we shall look at it together.",
)


def _turns(*labels: str) -> tuple[str, ...]:
    return tuple(f"{label} | {words}" for label, words in zip(labels, _SAID, strict=True))


def _under(*heads: str) -> str:
    return "\n\n".join(f"{head}\n{words}" for head, words in zip(heads, _SAID, strict=True))


def _behind(*labels: str, sign: str = "") -> str:
    timed = enumerate(zip(labels, _SAID, strict=True))
    return "\n".join(f"{sign}{label} (00:29:{9 * n:02}): {words}" for n, (label, words) in timed)


RECORDED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "day before the clock",
        _under(
            "Speaker 1\n\nYesterday, 11:00 AM",
            "Speaker 2\n\nYesterday, 11:00 AM",
            "Speaker 1\n\nYesterday, 11:01 AM",
            "Speaker 3\n\nYesterday, 11:02 AM",
        ),
        _turns("Speaker 1", "Speaker 2", "Speaker 1", "Speaker 3"),
    ),
    (
        "day before the clock",
        _under(
            "Una Sarn\nToday at 9:00 AM",
            "Otto Krell\nToday at 9:02 AM",
            "Una Sarn\nToday at 9:03 AM",
            "Otto Krell\nToday at 9:07 AM",
        ),
        _turns("Una Sarn", "Otto Krell", "Una Sarn", "Otto Krell"),
    ),
    (
        "day before the clock",
        _under(
            "Una Sarn  Monday 14:00",
            "Otto Krell  Monday 14:02",
            "Una Sarn  Tue, 08:03",
            "Otto Krell  Tue, 08:05",
        ),
        _turns("Una Sarn", "Otto Krell", "Una Sarn", "Otto Krell"),
    ),
    (
        "owner of a recorder",
        _behind("Speaker 1", "You", "Speaker 1", "You", sign="    - "),
        _turns("Speaker 1", "You", "Speaker 1", "You"),
    ),
    (
        "owner of a recorder",
        _behind("Una Sarn", "Me", "Una Sarn", "Me"),
        _turns("Una Sarn", "Me", "Una Sarn", "Me"),
    ),
    (
        "owner of a recorder",
        "\n".join(
            f"[00:0{n}] {label}: {words}"
            for n, (label, words) in enumerate(
                zip(("Otto Krell", "You", "Una Sarn", "You"), _SAID, strict=True)
            )
        ),
        _turns("Otto Krell", "You", "Una Sarn", "You"),
    ),
    *(
        (
            "label with a time that is not believed",
            "\n".join(
                (
                    f"Una Sarn (00:00:02): {_SAID[0]}",
                    f"{unbelieved} (00:00:11): {_SAID[1]}",
                    f"Otto Krell (00:00:15): {_SAID[2]}",
                    f"Una Sarn (00:00:19): {_SAID[3]}",
                )
            ),
            (
                f"Una Sarn | {_SAID[0]}",
                f"– | {unbelieved} (00:00:11): {_SAID[1]}",
                f"Otto Krell | {_SAID[2]}",
                f"Una Sarn | {_SAID[3]}",
            ),
        )
        for unbelieved in ('"Whoever" he was!', "Then, of course… nobody", "the second; a lady")
    ),
    *(
        (
            "clock and colon inside a speech",
            f"Una Sarn ({first}):\n{_SAID[0]}\n\n({second}):\n{_SAID[2]}\n\n"
            f"Otto Krell ({third}):\n{_SAID[1]}\n\nUna Sarn ({fourth}):\n{_SAID[3]}\n",
            (
                f"Una Sarn | {_SAID[0]}",
                f"– | ({second}):",
                f"Una Sarn | {_SAID[2]}",
                f"Otto Krell | {_SAID[1]}",
                f"Una Sarn | {_SAID[3]}",
            ),
        )
        for first, second, third, fourth in (
            ("00:00:00", "00:00:41", "00:01:15", "00:01:17"),
            ("0:05", "0:41", "1:15", "1:17"),
            ("01:00:00", "01:00:41", "01:01:15", "01:01:17"),
        )
    ),
)
