"""The colours as the style sheets name them, and which of them may stand on which. Pure: reads CSS as text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ENOUGH = 4.5  # WCAG 1.4.3, text of any size
VARIABLE = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})\s*;")
USE = re.compile(r"(?<![\w-])(color|background|background-color):\s*(var\(--[\w-]+\)|#[0-9a-fA-F]{3,6})")


@dataclass(frozen=True, slots=True)
class Pair:
    """A text colour on a ground, by the names of their variables (or as written)."""

    text: str
    ground: str
    contrast: float


def colours(css: str) -> dict[str, str]:
    """Variable → colour of six digits."""
    return {name: _six(colour) for name, colour in VARIABLE.findall(css)}


def _six(colour: str) -> str:
    digits = colour.lstrip("#").lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2, 0 black to 1 white."""
    digits = _six(colour)[1:]
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def used(css: str, known: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What text is written in, and what lies under it: name → colour. Variables of Bootstrap are not asked."""
    texts: dict[str, str] = {}
    grounds: dict[str, str] = {}
    for prop, value in USE.findall(css):
        name = value.removeprefix("var(--").rstrip(")")
        colour = _six(value) if value.startswith("#") else known.get(name)
        if colour:
            (texts if prop == "color" else grounds)[name] = colour
    return texts, grounds


def pairs(texts: Mapping[str, str], grounds: Mapping[str, str]) -> Iterable[Pair]:
    """Every dark text on every light ground and the reverse: any of them may meet on a page."""
    for text, colour in texts.items():
        for ground, under in grounds.items():
            if _is_light(colour) != _is_light(under):
                yield Pair(text, ground, contrast(colour, under))


def _is_light(colour: str) -> bool:
    return luminance(colour) > 0.4
