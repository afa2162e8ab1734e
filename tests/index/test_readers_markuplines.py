"""Pictures, tags and comments between the paragraphs of a speech are no words of it."""

from __future__ import annotations

import pytest

from index.parsing.transcript import parse
from index.readers import read_source
from index.readers.markuplines import without_markup_lines


@pytest.mark.parametrize(
    "markup",
    [
        "![The weir](/pictures/weir.jpg)",
        "[![The weir](/small.jpg)](https://example.org/weir)",
        "![The weir][weir]",
        '<center><img src="/weir.jpg"></center>',
        "<br>",
        "<br/> &nbsp; <br />",
        '<div class="picture">',
        "</div>",
        "<!-- more -->",
        "{% include weir.html %}",
        "{{< youtube 4711 >}}",
        "{: .wide}",
        '<a name="weir"></a>',
    ],
)
def test_a_line_of_markup_between_two_paragraphs_is_left_out(markup: str) -> None:
    text = (
        "**Orla Venn:** When will the ferry sail?\n\n"
        f"**Ivo Tarn:** It sails on Monday.\n\n{markup}\n\nThe pier is mended.\n\n"
        "**Orla Venn:** And the lamp?\n"
    )
    source = read_source("talk.md", text.encode())
    turns = parse(source).turns
    assert [turn.label for turn in turns] == ["Orla Venn", "Ivo Tarn", "Orla Venn"]
    said = source.text[turns[1].start : turns[1].end]
    assert said.split() == "It sails on Monday. The pier is mended.".split()


@pytest.mark.parametrize(
    "line",
    [
        "<orla>",
        "<v Orla Venn>",
        "<orla> When will it sail?",
        "It sails <br> on Monday.",
        "![The weir](/weir.jpg) It sails.",
        "{laughs}",
        "[The weir](/weir)",
        "---",
        "<Speaker 1>",
        "<p>It sails.</p>",
    ],
)
def test_a_line_with_words_or_a_name_stays(line: str) -> None:
    assert without_markup_lines(f"Above.\n{line}\nBelow.\n") == f"Above.\n{line}\nBelow.\n"


@pytest.mark.parametrize("piece", ["<br>", "<br ", "![", "![a](b) ", "{% ", "<!-- ", "&nbsp;"])
def test_long_lines_cost_their_length(piece: str) -> None:
    """The pattern must not try the same place in many ways."""
    text = piece * 20_000 + "x\n"
    assert without_markup_lines(text) == text


@pytest.mark.parametrize("tag", ["u", "b", "strong", "i", "em"])
def test_tags_around_the_words_of_a_line_go(tag: str) -> None:
    text = f"<{tag}>Orla Venn:</{tag}> It <{tag}>sails</{tag}>.\n\n<{tag}>Jo Bell:</{tag}>\tWhen?\n"
    source = read_source("a.md", (text * 2).encode())
    assert source.text == "Orla Venn: It sails.\n\nJo Bell:\tWhen?\n" * 2
    assert [turn.label for turn in parse(source).turns] == ["Orla Venn", "Jo Bell"] * 2


@pytest.mark.parametrize(
    "line", ["a < b and b > c", "the <b> tag", "</u>", "<u>", "<u>Above\n</u>"]
)
def test_signs_that_are_no_pair_of_tags_stay(line: str) -> None:
    assert without_markup_lines(f"It {line}, he says.\n") == f"It {line}, he says.\n"
