"""How the Word document looks: its styles, its lists, its language."""

from importlib import import_module
from typing import Any

from templates.documents.word_markup import ACCENT, BOX, BOX_SHAPE, BULLETS, NAMESPACES

_QUIET = "4D5767"
_TEXT, _HEADINGS = "Calibri", "Calibri"
_SIZES = {1: 20, 2: 15, 3: 12.5, 4: 11.5, 5: 11}
_SMALL = '<w:sz w:val="18"/>'
_RAISED = '<w:vertAlign w:val="superscript"/>'
_BULLETS_ID, _NUMBERS_ID = 900, 901
_BULLET_SIGNS = "•◦▪"


def lay_out(document: Any, *, language: str) -> None:
    """Give the document its styles and its language."""
    styles = document.styles
    _set_fonts(styles)
    for markup in _own_styles():
        styles.element.append(_element(markup))
    defaults = styles.element.find(_tag("docDefaults"))
    properties = defaults.find(_tag("rPrDefault")).find(_tag("rPr"))
    for found in properties.findall(_tag("lang")):
        properties.remove(found)
    properties.append(_element(f'<w:lang {{}} w:val="{language}"/>'))
    section = document.sections[0]
    millimetre = 36_000
    section.page_width, section.page_height = 210 * millimetre, 297 * millimetre
    section.left_margin = section.right_margin = 24 * millimetre
    section.top_margin = section.bottom_margin = 25 * millimetre


def number_lists(document: Any, starts: list[int]) -> None:
    """Add the lists: one kind with bullets, and a numbered one for each start."""
    numbering = document.part.numbering_part.element
    for found in list(numbering):
        numbering.remove(found)
    for identity, is_bullets in ((_BULLETS_ID, True), (_NUMBERS_ID, False)):
        numbering.append(_element(_abstract(identity, is_bullets=is_bullets)))
    numbering.append(_element(_list(BULLETS, _BULLETS_ID, "")))
    for place, start in enumerate(starts, BULLETS + 1):
        override = (
            f'<w:lvlOverride w:ilvl="{{level}}"><w:startOverride w:val="{start}"/>'
            "</w:lvlOverride>"
        )
        overrides = "".join(override.format(level=level) for level in range(9))
        numbering.append(_element(_list(place, _NUMBERS_ID, overrides)))


def _set_fonts(styles: Any) -> None:
    shared = import_module("docx.shared")
    colour = shared.RGBColor.from_string
    normal = styles["Normal"]
    normal.font.name, normal.font.size = _TEXT, shared.Pt(11)
    normal.paragraph_format.space_after = shared.Pt(6)
    for level, size in _SIZES.items():
        style = styles[f"Heading {level}"]
        style.font.name, style.font.size = _HEADINGS, shared.Pt(size)
        style.font.bold, style.font.italic = True, False
        style.font.color.rgb = colour(ACCENT)
        style.paragraph_format.space_before = shared.Pt(size)
        style.paragraph_format.space_after = shared.Pt(4)
    for name, size, hue in (("Title", 30, ACCENT), ("Subtitle", 14, _QUIET)):
        style = styles[name]
        style.font.name, style.font.size = _HEADINGS, shared.Pt(size)
        style.font.italic = False
        style.font.color.rgb = colour(hue)
    styles["Quote"].font.color.rgb = colour(_QUIET)
    for name in ("Header", "Footer"):
        styles[name].font.size, styles[name].font.color.rgb = (
            shared.Pt(8.5),
            colour(_QUIET),
        )


def _own_styles() -> list[str]:
    small = '<w:spacing w:before="20" w:after="20"/>'
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F3F6FA"/>'
    typed = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/><w:sz w:val="19"/>'
    contents = '<w:spacing w:after="40"/><w:ind w:left="{}"/>'
    link = f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>'
    return [
        _paragraph(BOX, "Box", BOX_SHAPE),
        _paragraph("Listing", "Listing", shade, typed),
        _paragraph("TableText", "Table Text", small, _SMALL),
        _paragraph("FootnoteText", "footnote text", small, _SMALL, custom=0),
        *(
            _paragraph(f"TOC{each}", f"toc {each}", contents.format(indent), custom=0)
            for each, indent in ((1, 0), (2, 280), (3, 560))
        ),
        _character("Hyperlink", "Hyperlink", link),
        _character("FootnoteReference", "footnote reference", _RAISED),
    ]


def _paragraph(
    identity: str,
    name: str,
    properties: str,
    text: str = "",
    *,
    base: str = "Normal",
    custom: int = 1,
) -> str:
    return (
        f'<w:style {{}} w:type="paragraph" w:customStyle="{custom}" '
        f'w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/>'
        f"<w:qFormat/><w:pPr>{properties}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
    )


def _character(identity: str, name: str, text: str) -> str:
    return (
        f'<w:style {{}} w:type="character" w:styleId="{identity}">'
        f'<w:name w:val="{name}"/><w:rPr>{text}</w:rPr></w:style>'
    )


def _abstract(identity: int, *, is_bullets: bool) -> str:
    levels = "".join(_level(level, is_bullets=is_bullets) for level in range(9))
    return (
        f'<w:abstractNum {{}} w:abstractNumId="{identity}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )


def _level(level: int, *, is_bullets: bool) -> str:
    form = "bullet" if is_bullets else "decimal"
    sign = _BULLET_SIGNS[level % len(_BULLET_SIGNS)]
    text = sign if is_bullets else f"%{level + 1}."
    indent = (level + 1) * 360
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def _list(identity: int, abstract: int, overrides: str) -> str:
    return (
        f'<w:num {{}} w:numId="{identity}"><w:abstractNumId w:val="{abstract}"/>'
        f"{overrides}</w:num>"
    )


def _element(markup: str) -> Any:
    parse = import_module("docx.oxml.parser").parse_xml
    return parse(markup.replace("{}", NAMESPACES, 1))


def _tag(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
