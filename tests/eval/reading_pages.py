"""What a test looks for on a report's page."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from eval.report.templates import ENVIRONMENT


def part(name: str, *values: object) -> str:
    """What one macro writes, such as a plot."""
    macro = getattr(ENVIRONMENT.get_template("parts.html").module, name)
    return str(macro(*values))


def words(found: Xml.Element) -> str:
    return "".join(found.itertext())


def of_class(root: Xml.Element, name: str) -> Iterator[Xml.Element]:
    return (e for e in root.iter() if name in e.attrib.get("class", "").split())


def one_of_class(root: Xml.Element, name: str) -> Xml.Element:
    (found,) = of_class(root, name)
    return found


def numbers(root: Xml.Element, table: str) -> dict[tuple[str, str], float]:
    """The full values of one table by the heads of row and column, of all parts it is cut into."""
    return {
        (words(row[0]), words(head)): float(value.attrib["value"])
        for found in of_class(root, table)
        for row in found.findall("tbody/tr")
        for head, cell in zip(found.findall("thead/tr/th"), row[1:], strict=True)
        if (value := cell.find("data")) is not None
    }


def listed(root: Xml.Element, query_id: str) -> Xml.Element:
    (found,) = (d for d in of_class(root, "question") if d.findtext("summary/b") == query_id)
    return found
