"""What must not be taken for the report says so at the top of every page of a sheet; the form's own header stays."""

import re

from reports.own_form.package import MAIN, Tree, made_after

# What stands before headerFooter in a sheet's part (ECMA-376 Part 1, 18.3.1.99), and the order within it (18.3.1.46).
BEFORE = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
)  # fmt: skip
PARTS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
SWITCHES = {"evenHeader": "differentOddEven", "firstHeader": "differentFirst"}  # without it the page has the odd one
CODE = re.compile(r'&("[^"]*"|.)', re.DOTALL)
LONGEST = 255  # Excel's own limit of a header


def mark_pages(sheet: Tree, mark: str) -> None:
    """Into every header that its pages show; one that is full stays as it is."""
    header = sheet.find(f"{MAIN}headerFooter")
    if header is None:
        header = made_after(sheet, BEFORE, "headerFooter")
    for name in ("oddHeader", *SWITCHES):
        if name == "oddHeader" or header.get(SWITCHES[name]) in {"1", "true"}:
            _mark(header, name, mark)


def _mark(header: Tree, name: str, mark: str) -> None:
    part = header.find(f"{MAIN}{name}")
    if part is None:
        part = made_after(header, PARTS[: PARTS.index(name)], name)
    text = marked(part.text or "", mark)
    if len(text) <= LONGEST:
        part.text = text


def marked(header: str, mark: str) -> str:
    """The mark in bold at the centre ("&C"), before what the form says there. What stands before the first code of a
    section is at the centre too; the sections keep their order, left, centre, right."""
    sections = [code for code in CODE.finditer(header) if code[1] in ("L", "C", "R")]
    bold, first = f"&B{mark}&B", sections[0].start() if sections else len(header)
    centre = next((code.end() for code in sections if code[1] == "C"), None)
    if centre is not None:
        return f"{header[:centre]}{bold} · {header[centre:]}"
    if first:
        return f"&C{bold} · {header}"
    right = next((code.start() for code in sections if code[1] == "R"), len(header))
    return f"{header[:right]}&C{bold}{header[right:]}"
