"""Small pieces of HTML that long tables write by themselves, as the partials of templates/parts write them.

A template takes some 0.4 ms a line, most of it to look names up (docs/decisions/0014): the boards and the tables of the
dashboard write their lines here and in their `cells.py`. Whatever is passed in as text is escaped here.
"""

import re
from html import escape

NONE = '<span class="quiet">–</span>'
NUMBER = re.compile(r"([^,]*\d)((?:,\d+)?\D*)")  # up to its units, and what follows them
STATUS = '<span class="status tone-{0}"><span class="shape" aria-hidden="true">{1}</span>{2}</span>'


def status(shape: str, tone: str, word: str, *, small: str = "") -> str:
    """A status as templates/parts/_status.html draws it."""
    after = f" <small>{escape(small)}</small>" if small else ""
    return (
        f'<span class="status tone-{tone}"><span class="shape" aria-hidden="true">{shape}</span>'
        f"{escape(word)}{after}</span>"
    )


def aligned(text: str) -> str:
    """A number whose comma stands under the commas above it: what follows its units has a width of its own (.decimals).

    A sign that stands for a number ends where the units end; words stay as they are.
    """
    number = NUMBER.fullmatch(text)
    if (number is None and any(map(str.isalpha, text))) or not text:
        return escape(text)
    head, tail = number.groups() if number else (text, "")
    return f'{escape(head)}<span class="decimals">{escape(tail)}</span>'
