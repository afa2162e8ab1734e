"""Inputs that grow, each made to cost more than its size: one function of a size for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Bomb = Callable[[int], tuple[str, bytes]]
"""From a size to a file's name and bytes."""


def _page(inside: Callable[[int], str]) -> Bomb:
    head = "<!doctype html><html><body><p>MS. OKORO: Yes.</p>"
    return lambda n: ("a.html", f"{head}{inside(n)}<p>MR. HALL: No.</p></body></html>".encode())


def _captions(line: Callable[[int], str]) -> Bomb:
    def make(n: int) -> tuple[str, bytes]:
        cues = "\n\n".join(
            f"00:{at // 60 % 60:02}:{at % 60:02}.000 --> 00:{at // 60 % 60:02}:{at % 60:02}.900\n"
            + line(at)
            for at in range(n)
        )
        return "a.vtt", f"WEBVTT\n\n{cues}\n".encode()

    return make


def _text(line: Callable[[int], str]) -> Bomb:
    return lambda n: ("a.txt", "\n\n".join(line(at) for at in range(n)).encode())


def _letters(number: int, length: int) -> str:
    """A word of letters that tells a number."""
    word = ""
    for _ in range(length):
        number, rest = divmod(number, 26)
        word += chr(65 + rest)
    return word


def _two_cues(n: int) -> tuple[str, bytes]:
    lines = "\n".join(f"line {at} is said" for at in range(n))
    times = "00:00:0{0},000 --> 00:00:0{1},000"
    return "a.srt", f"1\n{times.format(1, 2)}\n{lines}\n\n2\n{times.format(3, 4)}\n{lines}".encode()


def _many_dashes(n: int) -> tuple[str, bytes]:
    lines = "\n".join(f"- line {at} is said" for at in range(n))
    return "a.srt", f"1\n00:00:01,000 --> 00:00:02,000\n{lines}\n".encode()


BOMBS: Mapping[str, Bomb] = {
    "page: spaces": _page(lambda n: "<p>x" + " " * (n * 20) + "y</p>"),
    "page: lines": _page(lambda n: "<div>x" + "\n" * (n * 20) + "y</div>"),
    "page: spaces in pre": _page(lambda n: "<pre>x" + " \t" * (n * 10) + "y</pre>"),
    "page: non-breaking spaces": _page(lambda n: "<p>x" + "&nbsp;" * (n * 10) + "y</p>"),
    "page: spaces in cells": _page(lambda n: "<table><tr><td>" + " " * (n * 20) + "</td></table>"),
    "page: blocks": _page(lambda n: "<div> </div>" * n),
    "page: nested": _page(lambda n: "<div>" * n + "x" + "</div>" * n),
    "page: nested cites": _page(lambda n: "<cite>" * (n // 4) + "x"),
    "page: attributes": _page(lambda n: "<p " + " ".join(f"a{at}=1" for at in range(n)) + ">x</p>"),
    "page: attributes everywhere": _page(
        lambda n: "".join(f"<p a{at}=1 b{at}=2 c{at}=3>x</p>" for at in range(n))
    ),
    "page: long attribute": _page(lambda n: f'<p class="{"a " * n * 10}">x</p>'),
    "page: links": _page(lambda n: "".join(f'<a href="/{at}">x</a> ' for at in range(n))),
    "captions: near names": _captions(lambda at: f"{_letters(at, 3)}ORVAL: It is so."),
    "captions: near tags": _captions(lambda at: f"<v {_letters(at, 3)}orval>It is so."),
    "captions: near first names": _captions(lambda at: f"<v {_letters(at, 3)}o Orval>It is so."),
    "captions: numbered tags": _captions(lambda at: f"<v Speaker voice {at}>It is so."),
    "captions: brackets": _captions(lambda at: f"[{_letters(at, 3)}ORVAL] It is so."),
    "captions: one cue": lambda n: _captions(lambda _: "\n".join(["so it is"] * n))(2),
    "srt: two cues of many lines": _two_cues,
    "srt: one cue of many dashes": _many_dashes,
    "text: near labels": _text(lambda at: f"MR. {_letters(at, 3)}SON: It is so."),
    "text: near labels with given names": _text(lambda at: f"{_letters(at, 3)}O ORVAL: It is so."),
    "text: near office labels": _text(lambda at: f"SECRETARY {_letters(at, 3)}SON: It is so."),
    "text: anonymous labels": _text(lambda at: f"UNIDENTIFIED {_letters(at, 3)}: It is so."),
    "text: end marks": _text(lambda at: "MS. OKORO: It is so.\n\nEND" if at % 2 else "# # #"),
    "text: end marks alone": _text(lambda _: "END"),
    "text: separators": _text(lambda at: "MS. OKORO: So.\n\n---" if at % 9 == 0 else "* * *"),
    "text: full-width labels": _text(lambda at: f"王{at % 7}：是的。"),
    "text: full-width labels in a line": lambda n: (
        "a.txt",
        "".join(f"王{at % 7}：是的。" for at in range(n)).encode(),
    ),
    "text: short sentences": lambda n: ("a.txt", ("MS. OKORO: " + "No. " * n).encode()),
    "text: one long word": lambda n: ("a.txt", ("MS. OKORO: " + "x" * n * 20).encode()),
    "text: brackets": lambda n: ("a.txt", ("MS. OKORO: " + "(" * n * 10).encode()),
    "text: quotes": lambda n: ("a.txt", ("MS. OKORO: " + '"' * n * 10).encode()),
    "text: dots": lambda n: ("a.txt", ("MS. OKORO: " + "." * n * 10).encode()),
    "text: colons": lambda n: ("a.txt", ("MS. OKORO: " + "a: " * n * 4).encode()),
    "text: spaces": lambda n: ("a.txt", ("MS. OKORO: x" + " " * n * 20 + "y").encode()),
    "text: lines": lambda n: ("a.txt", ("MS. OKORO: x" + "\n" * n * 20 + "y").encode()),
    "text: page numbers": _text(lambda at: f"{at}" if at % 3 == 0 else f"words go on {at}"),
    "text: same page heads": _text(lambda at: f"The Daily Record of Corran {at}"),
    "text: dates": _text(lambda at: f"March {at % 28 + 1}, 2031"),
    "text: titles": _text(lambda at: f"Remarks With Minister Number {_letters(at, 3)}"),
}
