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
    *(
        (
            "counted voice that stands once",
            f"{code}03: {_SAID[0]}\n{code}09: {_SAID[2]}\n{code}01: {_SAID[1]}\n"
            f"{code}03: {_SAID[3]}\n{code}01: {_SAID[2]}\n{code}03: {_SAID[3]}\n",
            (
                f"{code}03 | {_SAID[0]}",
                f"{code}09 | {_SAID[2]}",
                f"{code}01 | {_SAID[1]}",
                f"{code}03 | {_SAID[3]}",
                f"{code}01 | {_SAID[2]}",
                f"{code}03 | {_SAID[3]}",
            ),
        )
        for code in ("spk", "spk_", "voice")
    ),
    *(
        (
            "anybody among labels",
            f"Una Sarn: {_SAID[0]}\nOtto Krell: {_SAID[1]}\n{anybody}: {_SAID[2]}\n"
            f"Una Sarn: {_SAID[3]}\nOtto Krell: {_SAID[2]}\n",
            (
                f"Una Sarn | {_SAID[0]}",
                f"Otto Krell | {_SAID[1]}",
                f"– | {anybody}: {_SAID[2]}",
                f"Una Sarn | {_SAID[3]}",
                f"Otto Krell | {_SAID[2]}",
            ),
        )
        for anybody in ("?", "M?", "(?)")
    ),
    *(
        (
            "recurring label without a time among timed ones",
            f"{untimed}: {_SAID[0]}\n\n00:00:04 Krell: {_SAID[1]}\n\n{untimed}: {_SAID[2]}\n\n"
            f"00:00:12 Sarn: {_SAID[3]}\n\n00:00:20 Krell: {_SAID[2]}\n\n"
            f"{untimed}: {_SAID[0]}\n\n00:00:31 Sarn: {_SAID[1]}\n",
            (
                f"{untimed} | {_SAID[0]}",
                f"Krell | {_SAID[1]}",
                f"{untimed} | {_SAID[2]}",
                f"Sarn | {_SAID[3]}",
                f"Krell | {_SAID[2]}",
                f"{untimed} | {_SAID[0]}",
                f"Sarn | {_SAID[1]}",
            ),
        )
        for untimed in ("PAO", "NARRATOR", "TOWER")
    ),
    *(
        (
            "said above the first label",
            f"Interview with Otto Krell\n\n{above}\n\n"
            + "".join(f"{label}: {words}\n\n" for label, words in zip(labels, _SAID, strict=True)),
            (*(f"– | {line}" for line in lost), *_turns(*labels)),
        )
        for above, lost, labels in (
            (
                "Una Sarn: This begins an interview at the weir.\n\nOtto Krell: I was born there.",
                (
                    "Una Sarn: This begins an interview at the weir.",
                    "Otto Krell: I was born there.",
                ),
                ("US", "OK", "US", "OK"),
            ),
            (
                "Good afternoon. The weir was mended.\n\nThe wall is next.",
                ("Good afternoon. The weir was mended. The wall is next.",),
                ("Question", "Krell", "Question", "Krell"),
            ),
            (
                "Ladies and gentlemen, allow me to welcome you.",
                ("Ladies and gentlemen, allow me to welcome you.",),
                ("Q", "MR. KRELL", "Q", "MR. KRELL"),
            ),
        )
    ),
    *(
        (
            "end of a recording",
            "".join(
                f"{label}: {words}\n\n"
                for label, words in zip(("US", "OK", "US", "OK"), _SAID, strict=True)
            )
            + f"{end}\n\nAnd then we went on without it.\n\nUS: {_SAID[2]}\n",
            (
                *_turns("US", "OK", "US", "OK"),
                f"– | {end} And then we went on without it.",
                f"US | {_SAID[2]}",
            ),
        )
        for end in ("---------END OF INTERVIEW---------", "[END OF RECORDING]", "End of tape.")
    ),
    *(
        (
            "notes below a rule",
            "".join(
                f"**{label}:** {words}\n\n"
                for label, words in zip(("Una Sarn", "Otto Krell") * 2, _SAID, strict=True)
            )
            + f"{rule}\n\n{heading}\n\n- The weir was mended.\n",
            (
                *_turns("Una Sarn", "Otto Krell", "Una Sarn", "Otto Krell"),
                f"– | {rule} {heading} - The weir was mended.",
            ),
        )
        for rule, heading in (
            ("---", "## Key Quotes"),
            ("***", "# Summary"),
            ("* * *", "### Notes and follow-ups"),
        )
    ),
    *(
        (
            "narrow colon behind a Chinese name",
            f"{first}:桥在五月开放。\n\n{second}:谁付了钱?\n\n{first}:没有人付钱。\n\n{second}:那么我们再问。\n",
            (
                f"{first} | 桥在五月开放。",
                f"{second} | 谁付了钱?",
                f"{first} | 没有人付钱。",
                f"{second} | 那么我们再问。",
            ),
        )
        for first, second in (
            ("文安", "潮汐新闻记者"),
            ("主持人", "林博士"),
            ("發言人", "港報記者"),
        )
    ),
)
