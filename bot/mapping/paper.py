"""The sheet on which a picture is drawn, and the file that it becomes."""

from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from bot.mapping.shapes import short

SVG = "http://www.w3.org/2000/svg"


@dataclass(slots=True)
class Picture:
    """A picture that grows downwards: what is drawn, and how far down."""

    title: str
    about: str
    wide: float
    high: float = 0.0
    body: ET.Element = field(default_factory=lambda: ET.Element("g"))

    def svg(self) -> bytes:
        """Return the file: the same bytes for the same picture."""
        size = {
            "width": short(self.wide),
            "height": short(self.high),
            "viewBox": f"0 0 {short(self.wide)} {short(self.high)}",
        }
        named = {"role": "img", "aria-labelledby": "title about", "font-family": "sans-serif", "xml:lang": "en"}
        root = ET.Element("svg", {"xmlns": SVG, **size, **named})
        ET.SubElement(root, "title", {"id": "title"}).text = self.title
        ET.SubElement(root, "desc", {"id": "about"}).text = self.about
        root.append(_head())
        ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
        root.append(self.body)
        ET.indent(root, " ")
        return f"{ET.tostring(root, 'unicode')}\n".encode()


def _head() -> ET.Element:
    """Return the definition of the arrows' head, which takes the colour of its line where that is known."""
    defs = ET.Element("defs")
    box = {"viewBox": "0 0 8 8", "refX": "7", "refY": "4", "markerWidth": "7", "markerHeight": "7", "orient": "auto"}
    marker = ET.SubElement(defs, "marker", {"id": "head", **box})
    ET.SubElement(marker, "path", {"d": "M0,0 L8,4 L0,8 z", "fill": "context-stroke"})
    return defs
