"""The bullet bar and the sparkline of one row as SVG: geometry from charts.py in, markup out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from reports.dashboard.charts import Bullet, Segment

BAR = '<rect class="{0}" x="{1}" y="9" width="{2}" height="6" rx="3"/>'
HOOKS = {1: '<path d="M-1 3 h6"/>', -1: '<path d="M1 3 h-6"/>', 0: ""}
RADIUS = {"empty": "1", "chosen": "3.5"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A quarter in the sparkline. `kind`: value, missing (owed), nothing (không phát sinh) or empty (not owed)."""

    x: float
    y: float
    kind: str
    chosen: bool


def bullet_svg(bar: Bullet, tone: str, words: str) -> str:
    """From last year through now to the target; `words` say the same."""
    return (
        f'<svg class="bullet" width="{bar.width}" height="24" viewBox="0 0 {bar.width} 24" role="img" '
        f'aria-label="{escape(words)}">'
        + BAR.format("track", bar.left, bar.track)
        + (BAR.format("wanted", bar.left, bar.wanted) if bar.wanted else "")
        + (BAR.format(f"fill tone-{tone}", bar.left, bar.fill) if bar.fill is not None else "")
        + _baseline(bar)
        + _expected(bar)
        + f'<g class="target" transform="translate({bar.target} 0)"><line x1="0" x2="0" y1="3" y2="21"/>'
        f"{HOOKS[bar.hook]}</g></svg>"
    )


def _baseline(bar: Bullet) -> str:
    at = bar.baseline
    return "" if at is None else f'<path class="baseline" transform="translate({at} 17)" d="M0 0 l-4 5 h8 z"/>'


def _expected(bar: Bullet) -> str:
    at = bar.expected
    return "" if at is None else f'<line class="expected" x1="{at}" x2="{at}" y1="6" y2="18"/>'


def spark_svg(segments: Iterable[Segment], marks: Iterable[Mark], words: str) -> str:
    """The quarters from left to right; `words` say the same."""
    lines = "".join(f'<line x1="{s.x1}" y1="{s.y1}" x2="{s.x2}" y2="{s.y2}"/>' for s in segments)
    return (
        f'<svg class="sparkline" width="84" height="24" viewBox="0 0 84 24" role="img" aria-label="{escape(words)}">'
        f"{lines}{''.join(map(_mark, marks))}</svg>"
    )


def _mark(mark: Mark) -> str:
    if mark.kind == "nothing":
        return f'<rect class="nothing" width="4" height="4" x="{mark.x - 2}" y="{mark.y - 2}"/>'
    chosen = " chosen" if mark.chosen else ""
    radius = RADIUS.get(mark.kind) or (RADIUS["chosen"] if mark.chosen else "2.5")
    return f'<circle class="{mark.kind}{chosen}" cx="{mark.x}" cy="{mark.y}" r="{radius}"/>'
