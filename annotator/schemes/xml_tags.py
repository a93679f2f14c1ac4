"""Read XML into tags that know their line, safely: no entities, no external files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.sax import ContentHandler, SAXParseException
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException

from annotator.errors import SchemeError

DEEPEST = 100  # tags within tags


@dataclass
class Tag:
    name: str
    line: int
    attributes: dict[str, str]
    children: list[Tag] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        """An attribute, whatever its capitals: Label Studio does not mind them either."""
        return self.attributes.get(name.lower(), default).strip()

    def walk(self) -> Iterator[Tag]:
        """This tag and everything inside, as written."""
        yield self
        for child in self.children:
            yield from child.walk()


class TagHandler(ContentHandler):
    def __init__(self, filename: str) -> None:
        super().__init__()
        self.filename = filename
        self.open: list[Tag] = []
        self.root: Tag | None = None
        self.line: Callable[[], int] = lambda: 1

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 (named by xml.sax)
        self.line = lambda: locator.getLineNumber() or 1

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        if len(self.open) >= DEEPEST:
            raise SchemeError(
                f"{self.filename}:{self.line()}: tags are nested more than {DEEPEST} deep"
            )
        tag = Tag(name, self.line(), {key.lower(): value for key, value in attrs.items()})
        if self.open:
            self.open[-1].children.append(tag)
        else:
            self.root = tag
        self.open.append(tag)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.open.pop()


def read_tags(source: str, filename: str) -> Tag:
    """The root tag. `SchemeError` names the file, the line and what is not XML there."""
    from defusedxml.sax import parseString  # slow to import: all of urllib.request

    handler = TagHandler(filename)
    try:
        parseString(source.encode("utf-8", "replace"), handler, forbid_dtd=True)
    except SAXParseException as error:
        line = error.getLineNumber() or 1
        raise SchemeError(f"{filename}:{line}: this is not XML: {error.getMessage()}") from error
    except DefusedXmlException as error:
        raise SchemeError(
            f"{filename}:1: document types and entities are not allowed in a labelling config"
        ) from error
    if handler.root is None:
        raise SchemeError(f"{filename}:1: the labelling config is empty")
    return handler.root
