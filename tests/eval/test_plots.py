from __future__ import annotations

from xml.etree import ElementTree as Xml

import pytest

from eval.measuring.formats import plain
from eval.report.plots import (
    Cross,
    Curve,
    Dot,
    Group,
    Scale,
    Spread,
    curve_plot,
    dot_plot,
    legend_mark,
    spread_plot,
    ticks,
)
from eval.report.shapes import Plot
from tests.eval.reading_pages import part

NAN = float("nan")
HOSTILE = '<script>alert("1")</script> & \x00\x1b \ud800'


def drawn(plot: Plot) -> Xml.Element:
    return Xml.fromstring(part("plot", plot))


def one(root: Xml.Element, path: str) -> Xml.Element:
    (found,) = root.findall(path)
    return found


def dots(*values: float) -> tuple[Dot, ...]:
    return tuple(
        Dot(f"system {place}", value, value - 0.1, value + 0.1, place)
        for place, value in enumerate(values)
    )


def test_words_are_escaped_and_forbidden_characters_replaced() -> None:
    words = 'a < "b" & \x00\x1b\ud800c\ttab\nline'
    svg = part("plot", dot_plot("x", words, "d", []))
    assert ">a &lt; &#34;b&#34; &amp; \ufffd\ufffd\ufffdc\ttab\nline</title>" in svg


def test_a_number_keeps_its_full_value() -> None:
    assert part("data", plain(1 / 3)) == f'<data value="{1 / 3!r}">0.333</data>'
    assert part("data", plain(NAN)) == "–"


def test_round_steps_lie_inside_their_range() -> None:
    assert ticks(0, 1) == [0, 0.2, 0.4, 0.6, 0.8, 1.0]
    assert ticks(-0.13, 0.62) == [0.0, 0.2, 0.4, 0.6]
    assert ticks(-0.26, 0.62) == [-0.2, 0.0, 0.2, 0.4, 0.6]


def test_a_scale_goes_from_end_to_end_and_no_further() -> None:
    scale = Scale(0.0, 2.0, 10.0, 110.0)
    assert [scale(value) for value in (0.0, 0.5, 2.0, 7.0, -1.0)] == [10, 35, 110, 110, 10]
    # The middle of 1 and 100 by their logarithms is 10; no time at all stands at the left end.
    logarithmic = Scale(1.0, 100.0, 0.0, 100.0, logarithmic=True)
    assert [logarithmic(value) for value in (1, 10, 100, 0)] == [0, 50, 100, 0]


def test_dots_and_intervals_stand_where_their_values_are() -> None:
    svg = drawn(dot_plot("x", "t", "d", [Group("all", dots(0.5))], bounds=(0.0, 1.0)))
    # The axis goes from 8 to 386: 0.5 lies at 8 + 0.5 · 378 = 197, 0.4 and 0.6 at 159.2 and 234.8.
    assert one(svg, ".//circle").attrib["cx"] == "197.0"
    bar = one(svg, ".//path[@class='bar']").attrib["d"]
    assert bar.startswith("M159.2 ")
    assert bar.endswith("H234.8")
    assert one(svg, "./g/title").text == "system 0: 0.500 [0.400, 0.600]"


def test_an_axis_of_differences_holds_zero_and_all_ends() -> None:
    groups = [Group("all", (Dot("a", 0.3, 0.2, 0.5, 0), Dot("b", -0.1, -0.2, 0.1, 1, hollow=True)))]
    svg = drawn(dot_plot("x", "t", "d", groups, labelled=True))
    words = [text.text for text in svg.iter("text")]
    assert {"a", "b", "+0.300", "-0.100", "-0.2", "0", "0.4"} <= set(words)
    anchors = {text.text: text.attrib.get("text-anchor") for text in svg.iter("text")}
    assert (anchors["a"], anchors["+0.300"], anchors["0"]) == (None, "end", "middle")
    zero = float(one(svg, ".//path[@class='zero']").attrib["d"].split()[0][1:])
    left, right = (
        float(e.attrib["d"].split()[0][1:]) for e in svg.findall(".//path[@class='bar']")
    )
    assert right < zero < left
    assert "hollow" in one(svg, ".//polygon").attrib["class"]


def test_differences_bear_their_sign_where_all_are_above_zero() -> None:
    groups = [Group("all", (Dot("a", 0.3, 0.2, 0.5, 0),))]
    svg = drawn(dot_plot("x", "t", "d", groups, labelled=True))
    assert "+0.300" in [text.text for text in svg.iter("text")]
    # From -0.02 to 0.52 over 104 to 348: 0 lies at 104 + 244 · 0.02 / 0.54 = 113.0.
    assert one(svg, ".//path[@class='zero']").attrib["d"].startswith("M113.0 ")


def test_a_value_that_is_not_there_is_not_drawn() -> None:
    given = (Dot("a", NAN, NAN, NAN, 0), Dot("b", 0.5, 0.4, 0.6, 1))
    svg = drawn(dot_plot("x", "t", "d", [Group("all", given)]))
    assert not svg.findall(".//circle")
    assert len(svg.findall(".//polygon")) == 1
    assert "nan" not in Xml.tostring(svg, encoding="unicode")


def test_a_curve_leaves_out_points_that_are_not_there() -> None:
    curve = Curve("ours", ((0.0, 1.0), (0.5, 0.5), (1.0, NAN)), 0)
    cross = Cross("ours", 0.5, 0.5, 0, (0.25, 0.75), (0.0, 1.0))
    svg = drawn(curve_plot("x", "t", "d", [curve], [cross], x_label="recall", y_label="precision"))
    # Across from 42 to 386, up from 280 to 22.
    assert one(svg, ".//path[@class='line s0']").attrib["d"] == "M42.0 22.0L214.0 151.0"
    mark = one(svg, ".//circle").attrib
    assert (mark["cx"], mark["cy"]) == ("214.0", "151.0")
    assert one(svg, ".//path[@class='bar']").attrib["d"] == "M128.0 151.0H300.0M214.0 280.0V22.0"


def test_a_distribution_shows_both_of_its_figures() -> None:
    spread = Spread("ours, ask", (0.0, 1.0, 2.0, 2.0, 50.0), 2.0, 48.08, 0)
    svg = drawn(spread_plot("x", "t", "d", [spread]))
    assert "p50 2.00 · p99 48.08 ms" in [text.text for text in svg.iter("text")]
    filled, hollow = one(svg, ".//circle"), one(svg, ".//polygon")
    # From 1 to 100 ms over 8 to 386: 2 ms lies at 8 + 378 · log10(2) / 2 = 64.9.
    assert filled.attrib["cx"] == "64.9"
    assert "hollow" in hollow.attrib["class"]
    area = one(svg, ".//path[@class='area']").attrib["d"]
    assert area.startswith("M8 46")
    assert area.endswith("Z")
    assert "V26.0" in area  # The fullest place is as high as the row.


def test_the_first_line_and_the_first_mark_lie_on_top() -> None:
    curves = [Curve(f"line {at}", ((0, 0), (1, 1)), at) for at in range(3)]
    crosses = [Cross(f"mark {at}", 0.1, 0.2, at) for at in range(3)]
    svg = drawn(curve_plot("x", "t", "d", curves, crosses, x_label="x", y_label="y"))
    titles = [title.text for title in svg.iter("title")][1:]
    assert titles == [
        *("line 2", "line 1", "line 0"),
        *(f"mark {at}: 0.100, 0.200" for at in (2, 1, 0)),
    ]


def test_a_system_without_a_single_time_has_an_empty_area() -> None:
    svg = drawn(spread_plot("x", "t", "d", [Spread("a", (), NAN, 1.0, 0)]))
    area = one(svg, ".//path[@class='area']").attrib["d"]
    assert {words.partition("H")[0] for words in area.split("V")[1:-1]} == {"46.0"}


def test_each_row_of_a_distribution_has_its_own_scale() -> None:
    # The fullest place is as high as the row, and one with half as many values half as high.
    spread = Spread("a", (1.0, 1.0, 10.0), 1.0, 10.0, 0)
    svg = drawn(spread_plot("x", "t", "d", [spread, Spread("b", (1.0,) * 9, 1.0, 1.0, 1)]))
    first, second = (path.attrib["d"] for path in svg.findall(".//path[@class='area']"))
    assert {words.partition("H")[0] for words in first.split("V")[1:]} >= {"26.0", "36.0", "46.0"}
    assert "V76.0" in second


def test_labels_make_room_for_themselves() -> None:
    short, long = (
        drawn(dot_plot("x", "t", "d", [Group("g", (Dot(name, 0.5, 0.4, 0.6, 0),))], labelled=True))
        for name in ("a", "b" * 20)
    )
    starts = [
        min(float(path.attrib["d"].split()[0][1:]) for path in svg.findall("path"))
        for svg in (short, long)
    ]
    # 104 units for a short label; 20 letters need 6.8 each, and 8 between.
    assert starts[0] == pytest.approx(104 + 244 * 0.024 / 0.648, abs=0.1)
    assert starts[1] > starts[0] + 35


@pytest.mark.parametrize("words", ["plain", HOSTILE])
def test_every_plot_is_well_formed_and_says_what_it_is(words: str) -> None:
    made = [
        dot_plot("a", words, words, [Group(words, dots(0.1, 0.5, NAN))], labelled=True),
        dot_plot("a", words, words, []),
        curve_plot(
            "a",
            words,
            words,
            [Curve(words, ((0, 0), (1, 1)), 0), Curve(words, (), 1)],
            [Cross(words, 0.1, 0.2, 0), Cross(words, NAN, 0.2, 1)],
            x_label=words,
            y_label=words,
        ),
        spread_plot("a", words, words, [Spread(words, (1.0,), 1.0, 1.0, 9)]),
    ]
    for plot in made:
        root = drawn(plot)
        assert root.attrib["role"] == "img"
        ids = root.attrib["aria-labelledby"].split()
        assert [root[0].tag, root[1].tag] == ["title", "desc"]
        assert [root[0].attrib["id"], root[1].attrib["id"]] == ids
        assert not root.findall(".//script")


def test_no_two_series_look_alike() -> None:
    marks = [Xml.fromstring(part("mark", legend_mark(series))) for series in range(24)]
    shapes = [Xml.tostring(mark[0]) for mark in marks]
    assert len(set(shapes[:8])) == 8
    assert (
        len({(mark.attrib["class"], shape) for mark, shape in zip(marks, shapes, strict=True)})
        == 24
    )


def test_numbers_of_an_axis_do_not_run_into_each_other() -> None:
    spread = Spread("a", (0.0012, 9_000.0), 1.0, 9_000.0, 0)
    svg = drawn(spread_plot("x", "t", "d", [spread]))
    axis = [text for text in svg.findall("text") if text.text]
    assert [text.text for text in axis][:2] == ["0.001", "0.01"]
    places = [float(text.attrib["x"]) for text in axis]
    halves = [3.4 * len(text.text or "") for text in axis]
    for at in range(len(axis) - 1):
        assert places[at] + halves[at] < places[at + 1] - halves[at + 1]
    assert len(svg.findall("path")) == 8  # A line for each power of ten, with or without number.
