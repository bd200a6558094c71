"""富文本 - Text whose pieces differ in bold, italic, underline, colour, size or font.

A piece keeps the formatting of the run its tag stands in and changes only what it names.
"""

import re
from dataclasses import dataclass

from perfeval.reports.word.escape import attribute, inline
from perfeval.reports.word.faults import Fault

_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
_CHILD = re.compile(r"<w:(\w+)\b[^>]*?(?:/>|>.*?</w:\1>)", re.DOTALL)
_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint",
    "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect",
    "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_ORDER)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Styled:
    """带格式文字 - Hold one piece of text and what differs from its surroundings; None leaves things as they are.

    Units: `size` in points (小四 is 12), `colour` six hex digits. Shape: `underline` is Word's name, such as single.
    """

    text: str
    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    underline: str | None = None
    colour: str | None = None
    size: float | None = None
    font: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RichText:
    """富文本 - Hold pieces of text, plain or styled, that are printed one after another by one tag.

    Example:
        >>> RichText(pieces=("得分", Styled(text="95.20", bold=True, colour="C00000"))).plain
        '得分95.20'
    """

    pieces: tuple[str | Styled, ...]

    @property
    def plain(self) -> str:
        """纯文字 - Return the text without its formatting."""
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)


def runs(rich: RichText, surroundings: str) -> str:
    """富文本的文字块 - Return the runs of a rich text; `surroundings` are the run properties at its tag."""
    return "".join(_run(Styled(text=piece) if isinstance(piece, str) else piece, surroundings) for piece in rich.pieces)


def run(text: str, properties: str) -> str:
    """文字块 - Return one run of text that is already XML."""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _run(piece: Styled, surroundings: str) -> str:
    children = {found[1]: found[0] for found in _CHILD.finditer(surroundings.removeprefix("<w:rPr>").removesuffix("</w:rPr>"))}
    children |= _changes(piece)
    ordered = "".join(children[name] for name in sorted(children, key=lambda name: _RANK.get(name, 99)))
    return run(inline(piece.text), f"<w:rPr>{ordered}</w:rPr>" if ordered else "")


def _changes(piece: Styled) -> dict[str, str]:
    changes = {}
    for name, switch in (("b", piece.bold), ("i", piece.italic), ("strike", piece.strike)):
        if switch is not None:
            changes[name] = f"<w:{name}/>" if switch else f'<w:{name} w:val="0"/>'
    if piece.underline is not None:
        changes["u"] = f'<w:u w:val="{attribute(piece.underline)}"/>'
    if piece.colour is not None:
        changes["color"] = f'<w:color w:val="{colour(piece.colour)}"/>'
    if piece.size is not None:
        changes["sz"] = f'<w:sz w:val="{round(piece.size * 2)}"/>'
        changes["szCs"] = f'<w:szCs w:val="{round(piece.size * 2)}"/>'
    if piece.font is not None:
        font = attribute(piece.font)
        changes["rFonts"] = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
    return changes


def colour(text: str) -> str:
    """颜色 - Return six hex digits.

    Raises: Fault when the text is none.
    """
    found = _COLOUR.fullmatch(text)
    if found is None:
        raise Fault("render-value", f"的颜色“{text}”不是六位十六进制数", "请写成 C00000 这样的形式")
    return found[1].upper()
