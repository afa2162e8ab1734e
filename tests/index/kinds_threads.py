"""Three inputs for each kind of mails, of notes that a tool sets below, and of written talk.

Each is (kind, text, turns), as in `kinds_colon.py`.
"""

from __future__ import annotations

_SAID = (
    "The sluice was painted on Friday.",
    "Did anybody ask who paid for it?",
    "I did, and the miller would not say.",
    "Then the paint is his.",
)
_NAMES = ("Ilse Borg", "Timo Rask") * 2
_TURNS = tuple(f"{name} | {words}" for name, words in zip(_NAMES, _SAID, strict=True))


def _rows(form: str) -> str:
    return "".join(
        form.format(n=n, name=name, nick=name.split()[0].lower(), words=words)
        for n, (name, words) in enumerate(zip(_NAMES, _SAID, strict=True))
    )


_NICKED = tuple(f"{n.split()[0].lower()} | {w}" for n, w in zip(_NAMES, _SAID, strict=True))
_TALK = _rows("{name}: {words}\n\n")
_TIMED = _rows("{name}  0:0{n}\n{words}\n\n")

THREADS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    *(
        ("fields above mails", _rows(form), _TURNS)
        for form in (
            "From: {name}\nSent: Monday, March 3, 2031 10:0{n} AM\nTo: Jo Bell\nSubject: Dam\n\n"
            "{words}\n\n",
            "Von: {name} <{nick}@dam.example>\nGesendet: Montag, 3. März 2031 10:0{n}\nAn: Jo Bell\n"
            "Betreff: Wehr\n\n{words}\n\n",
            "From: {name} (+44205550123)\nType: incoming\nSent: Mon, 3 Mar 2031 10:0{n}:00 +0000\n"
            "Received: Mon, 3 Mar 2031 10:0{n}:02 +0000\n\n{words}\n\n",
        )
    ),
    *(
        ("who wrote when", _rows(form), _TURNS)
        for form in (
            "On Mon, 3 Mar 2031 at 10:0{n}, {name} <{nick}@dam.example> wrote:\n\n{words}\n\n",
            "Le lun. 3 mars 2031 à 10:0{n}, {name} <{nick}@dam.example> a écrit :\n\n{words}\n\n",
            "Am 03.03.2031 um 10:0{n} schrieb {name} <{nick}@dam.example>:\n{words}\n\n",
        )
    ),
    (
        "quoted and answered",
        "From: Ilse Borg <ilse@dam.example>\nTo: Timo Rask <timo@dam.example>\n"
        "Date: Mon, 3 Mar 2031 10:00:00 +0000\n\nDear Timo,\n\n> Who paid?\n\nNobody.\n\n"
        "> And for the oak?\n\nThe miller.\n",
        (
            "Ilse Borg | Dear Timo,",
            "– | > Who paid?",
            "Ilse Borg | Nobody.",
            "– | > And for the oak?",
            "Ilse Borg | The miller.",
        ),
    ),
    (
        "quoted and answered",
        "Nobody has paid so far.\n\nOn 3 Mar 2031, at 10:00, Ilse Borg <ilse@dam.example> wrote:\n\n"
        "> Who paid?\n>\n> On 2 Mar 2031, at 09:00, Timo Rask <timo@dam.example>\n> wrote:\n>\n"
        ">> It was painted.\n",
        (
            "– | Nobody has paid so far.",
            "Ilse Borg | > Who paid?",
            "Timo Rask | >> It was painted.",
        ),
    ),
    (
        "quoted and answered",
        "From: Jo Bell <jo@dam.example>\nDate: 3 Mar 2031 10:00\nSubject: Re: Dam\n\n"
        "On 2 Mar 2031 at 09:00, Timo Rask <timo@dam.example> wrote:\n> Who paid?\nNobody.\n"
        "> Who will?\nThe miller.\n",
        (
            "Timo Rask | > Who paid?",
            "Jo Bell | Nobody.",
            "Timo Rask | > Who will?",
            "Jo Bell | The miller.",
        ),
    ),
    (
        "notes below the last label",
        _TALK + "## Summary\n\nThe sluice is painted.\n\n## To do\n\n- [ ] Ask the miller\n",
        (*_TURNS, "– | ## Summary The sluice is painted. ## To do - [ ] Ask the miller"),
    ),
    (
        "notes below the last label",
        _TIMED + "Next steps\n- Ask the miller\n- Paint the lower gate\n",
        (*_TURNS, "– | Next steps - Ask the miller - Paint the lower gate"),
    ),
    (
        "notes below the last label",
        _rows("[00:0{n}] {name}: {words}\n") + "\n***\n\nMain points\nIt is painted.\n",
        (*_TURNS, "– | *** Main points It is painted."),
    ),
    *(
        ("columns of a chat", _rows(form), _NICKED)
        for form in (
            "2031-03-03 10:0{n}:12\t@{nick}\t{words}\n",
            "10:0{n}:12\t{nick}\t{words}\n",
            "10:0{n}\t+{nick}\t{words}\n",
        )
    ),
    *(
        ("linked name", _rows(form), _TURNS)
        for form in (
            "[[{name}]]: {words}\n\n",
            "- [[{name}]]: {words}\n",
            "**[[{name}]]:** {words}\n\n",
        )
    ),
    *(
        ("clock of one more country", _rows(form), _TURNS)
        for form in (
            "04/03/31 09.1{n} - {name}: {words}\n",
            "2031. 3. 4. 오후 9:1{n}, {name} : {words}\n",
            "[{name}] [오전 9:1{n}] {words}\n",
        )
    ),
    *(
        ("date behind a name", _rows(form), _TURNS)
        for form in (
            "{name}, [4 Mar 2031, 09:1{n}:12]:\n{words}\n\n",
            "{name}\n3/4 9:1{n} AM\n{words}\n\n",
            "{name}, 4. März 2031 09:1{n}\n{words}\n\n",
        )
    ),
    (
        "title apart from speech",
        _TIMED + "Summary\n\nThe sluice is painted, and the miller owns it.\n",
        (*_TURNS, "– | Summary The sluice is painted, and the miller owns it."),
    ),
    (
        "title apart from speech",
        _TALK + "**Summary**\n\nThe sluice is painted.\n\n**To do**\n\n- Ask him.\n",
        (*_TURNS, "– | **Summary** The sluice is painted. **To do** - Ask him."),
    ),
    (
        "title apart from speech",
        _rows("{name}: {words}\n\nSo it is.\n\n") + "Cold Water\n\nIt is cold there.\n",
        tuple(
            turn + (" So it is. Cold Water It is cold there." if n == 3 else " So it is.")
            for n, turn in enumerate(_TURNS)
        ),
    ),
    *(
        ("note of an editor", _TALK + note + "\n", (*_TURNS, f"– | {note}"))
        for note in (
            "This interview has been edited for length and clarity.",
            "The discussion was condensed by our editors.",
            "[^1]: See the report of March.",
        )
    ),
    *(
        ("emphasis around label and words", text, turns)
        for text, turns in (
            (
                "**Q: Who paid?**\n\nA: He did.\n\n**Q: When?**\n\nA: In May.\n",
                ("Q | Who paid?", "A | He did.", "Q | When?", "A | In May."),
            ),
            (
                _rows("*{name}: {words}*\n\n"),
                _TURNS,
            ),
            (
                _rows(
                    "**{name}: {words[:-1]}, *so* it is.**\n\n".replace("{words[:-1]}", "{words}")
                ),
                tuple(f"{turn}, *so* it is." for turn in _TURNS),
            ),
        )
    ),
    (
        "title of a chapter",
        _TIMED.replace("Ilse Borg  0:02", "Chapter 4 – The salt\n\nIlse Borg  0:02"),
        (*_TURNS[:2], "– | Chapter 4 – The salt", *_TURNS[2:]),
    ),
    (
        "title of a chapter",
        _TALK.replace("Ilse Borg: I did", "Part 2: The miller\n\nIlse Borg: I did"),
        (*_TURNS[:2], "– | Part 2: The miller", *_TURNS[2:]),
    ),
    (
        "title of a chapter",
        _rows("{name}: {words}\n\nSo it is.\n\n").replace("Timo Rask: T", "Oh\n\nTimo Rask: T"),
        tuple(f"{turn} So it is.{' Oh' * (n == 2)}" for n, turn in enumerate(_TURNS)),
    ),
    *(
        ("heads of mails", _rows(form), _TURNS)
        for form in (
            "-----Original Message-----\nFrom: {name} [mailto:x@m.example]\nSent: 3 March 2031 10:0{n}\n"
            "To: Jo\nSubject: RE: Dam\n\n{words}\n\n",
            "________________________________\nDe: {name}\nEnviado: lunes, 3 de marzo de 2031 10:0{n}\n"
            "Para: Jo\nAsunto: RE: Presa\n\n{words}\n\n",
            "El lun, 3 mar 2031 a las 10:0{n}, {name} (<x@m.example>) escribió:\n{words}\n\n",
        )
    ),
)
