"""Native charts: lying bars over cells of the workbook, with the numbers cached for viewers that do not compute."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.chart import BarChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)

from reports.spreadsheet.sheet import FONT, safe_text

CM_POINTS = 72 / 2.54
POINTS = 100  # a chart counts type sizes in hundredths
INK = "1F2933"
GRID = "D9DEE3"


@dataclass(frozen=True, slots=True)
class Bars:
    """One series: its name, the cells of its numbers ("'Tổng hợp'!$G$60:$G$74"), the numbers (None: no bar), colour.

    Numbers that stand in no cell have no place. `colours` for single bars. `outlined`: a bar that is a frame, to be
    told apart in black and white.
    """

    name: str
    place: str
    numbers: Sequence[float | None]
    colour: str
    colours: Sequence[str] = ()
    outlined: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of lying bars. Sizes in centimetres; `place` and `labels` are those of the categories."""

    title: str
    place: str
    labels: Sequence[str]
    bars: Sequence[Bars]
    width: float
    height: float
    number_format: str = "0"
    unit: str = ""


def bar_chart(drawing: Drawing) -> BarChart:
    """The first category on top. Every text in the type of the sheet."""
    chart = BarChart()
    chart.type, chart.grouping, chart.gapWidth, chart.overlap = "bar", "clustered", 40, 0
    chart.width, chart.height = drawing.width, drawing.height  # type: ignore[assignment]  # floats, in fact
    chart.title = _title(drawing.title, 12)
    chart.series = [_series(number, bars, drawing) for number, bars in enumerate(drawing.bars)]
    _axes(chart, drawing)
    if len(drawing.bars) > 1 and chart.legend is not None:
        chart.legend.position, chart.legend.txPr, chart.legend.overlay = "b", _letters(10), False
    else:
        chart.legend = None
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=GRID))
    return chart


def _axes(chart: BarChart, drawing: Drawing) -> None:
    names, numbers = chart.x_axis, chart.y_axis
    names.delete = numbers.delete = False
    names.scaling.orientation = "maxMin"
    names.txPr, numbers.txPr = _letters(9), _letters(9)
    names.tickLblSkip = 1
    numbers.scaling.min = 0
    numbers.number_format, numbers.crosses = drawing.number_format, "max"
    numbers.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=GRID)))
    if drawing.unit:
        numbers.title = _title(drawing.unit, 9)


def _series(number: int, bars: Bars, drawing: Drawing) -> Series:
    numbers = NumData(formatCode="General", ptCount=len(bars.numbers), pt=_numbers(bars.numbers))
    labels = [StrVal(idx=place, v=safe_text(label)) for place, label in enumerate(drawing.labels)]
    series = Series(
        idx=number,
        order=number,
        tx=SeriesLabel(v=bars.name),
        cat=AxDataSource(strRef=StrRef(f=drawing.place, strCache=StrData(ptCount=len(labels), pt=labels))),
        val=_source(bars.place, numbers),
    )
    series.spPr = _filling(bars.colour, outlined=bars.outlined)
    series.invertIfNegative = False
    series.dPt = [DataPoint(idx=place, spPr=_filling(colour)) for place, colour in enumerate(bars.colours)]
    if len(drawing.bars) == 1:  # beside several bars the numbers would be struck through; a table has them
        series.dLbls = DataLabelList(numFmt=drawing.number_format, txPr=_letters(8), showVal=True)
        for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
            setattr(series.dLbls, other, False)
    return series


def _source(place: str, numbers: NumData) -> NumDataSource:
    return NumDataSource(numRef=NumRef(f=place, numCache=numbers)) if place else NumDataSource(numLit=numbers)


def _numbers(found: Sequence[float | None]) -> list[NumVal]:
    return [NumVal(idx=place, v=repr(number)) for place, number in enumerate(found) if number is not None]


def _filling(colour: str, *, outlined: bool = False) -> GraphicalProperties:
    if outlined:
        return GraphicalProperties(noFill=True, ln=LineProperties(solidFill=colour, w=9525))
    return GraphicalProperties(solidFill=colour, ln=LineProperties(noFill=True))


def _type(points: float, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=int(points * POINTS), b=bold, latin=Font(typeface=FONT), solidFill=INK)


def _letters(points: float) -> RichText:
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_type(points)), endParaRPr=_type(points))
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])


def _title(text: str, points: float) -> Title:
    kind = _type(points, bold=True)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=kind), r=[RegularTextRun(rPr=kind, t=text)])
    return Title(tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph])), overlay=False)
