"""XML read with care: elements with their lines; no document types, so no entities, no fetching."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from annotator.errors import CorpusError

DEEPEST = 200  # elements inside one another


@dataclass
class Element:
    """`name` as `namespace name` where it has one."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def local(self) -> str:
        return self.name.rpartition(" ")[2]

    @property
    def namespace(self) -> str:
        return self.name.rpartition(" ")[0]

    def named(self, *names: str) -> Iterator[Element]:
        """Elements of these names, anywhere below, in order."""
        for child in self.children:
            if child.local in names:
                yield child
            yield from child.named(*names)


def read_xml(data: bytes) -> Element:
    """The root element. Raises CorpusError with the line for what is no XML or has a DOCTYPE."""
    parser = expat.ParserCreate(namespace_separator=" ")
    top = Element("", {}, 0)
    way = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(way) > DEEPEST:
            raise CorpusError(f"its elements are nested more than {DEEPEST} deep")
        made = Element(name, attributes, parser.CurrentLineNumber)
        way[-1].children.append(made)
        way.append(made)

    def end(_name: str) -> None:
        way.pop()

    def characters(text: str) -> None:
        way[-1].text += text

    def refuse(*_about: object) -> None:
        raise CorpusError("it declares a document type; such files are refused")

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = lambda *_about: 0
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise CorpusError(f"it is no XML, line {error.lineno}: {error}") from error
    except (LookupError, ValueError) as error:
        raise CorpusError(f"it is no XML that can be read: {error}") from error
    if not top.children:
        raise CorpusError("it holds no element")
    return top.children[0]
