"""The one table of how typed figures are read: domain.md "Numbers", cell by cell.

It is run against plans/quantities.py, the form of the page, and static/js/quantities.js.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from plans.quantities import Measure, NumberRefused, NumberRule, Reading, echo, format_typed, read_figure

RULES = {
    "ratio": NumberRule(Measure.PERCENT, target=Decimal(100)),
    "money": NumberRule(Measure.PERCENT, target=Decimal(3), money_pair=True),
    "index": NumberRule(Measure.INDEX, target=Decimal("0.8")),
    "count": NumberRule(Measure.COUNT),
    "ratio without target": NumberRule(Measure.PERCENT),
    "ratio up to 9,99": NumberRule(Measure.PERCENT, target=Decimal("9.99")),
    "ratio up to 10": NumberRule(Measure.PERCENT, target=Decimal(10)),
    "count up to 20": NumberRule(Measure.COUNT, target=Decimal(20)),
}
RATIO, MONEY, INDEX, COUNT = ("ratio",), ("money",), ("index",), ("count",)
RATIOS, NO_RATIOS = RATIO + MONEY, INDEX + COUNT
EVERY = RATIOS + NO_RATIOS


@dataclass(frozen=True)
class Outcome:
    """`kind`: read, refused, empty or nothing ("không phát sinh"). `typed` gives the same reading back, exactly."""

    kind: str
    echo: str = ""
    typed: str = ""
    warning: str = ""
    sentence: str = ""
    suggestion: str = ""


@dataclass(frozen=True)
class Case:
    typed: str
    rule: str
    outcome: Outcome

    @property
    def name(self) -> str:
        return f"{self.rule}: {ascii(self.typed)[1:-1][:40]}"


def read(rules, typed, echoed, back, warning=""):
    outcome = Outcome("read", echoed, back, warning)
    return [Case(text, rule, outcome) for text in typed for rule in rules]


def refused(rules, typed, sentence):
    """`sentence` may name {example}, what the rule's kind of number looks like."""
    return [
        Case(text, rule, Outcome("refused", sentence=sentence.format(example=EXAMPLES[rule])))
        for text in typed
        for rule in rules
    ]


def asked(rules, typed, suggestion, shown=""):
    sentence = f"Chưa rõ “{shown or typed}” là số nào: {suggestion} phải không (nếu đúng, hãy nhập {suggestion})?"
    outcome = Outcome("refused", sentence=sentence, suggestion=suggestion)
    return [Case(typed, rule, outcome) for rule in rules]


EXAMPLES = {"ratio": "99,5 hoặc 43/45", "money": "99,5 hoặc 43/45", "index": "0,8", "count": "12"}
ABOVE_100 = "Tỷ lệ không vượt quá 100%; hãy nhập một số từ 0 đến 100."
WHOLE = "Chỉ tiêu này đếm số lượng; hãy nhập một số nguyên, ví dụ 12."
NO_PERCENT = "Chỉ tiêu này đếm số lượng, không tính theo %; hãy nhập một số nguyên, ví dụ 12."
NO_FRACTION = "Chỉ tiêu này không nhập phân số; hãy nhập một số, ví dụ {example}."
NOT_READ = "Không đọc được số này; hãy chỉ nhập một số, ví dụ {example}."
ABOVE_NOT_READ = "Tử số không đọc được; hãy nhập tử số và mẫu số là hai số, ví dụ 43/45."
BELOW_NOT_READ = "Mẫu số không đọc được; hãy nhập tử số và mẫu số là hai số, ví dụ 43/45."
ABOVE_WHOLE = "Tử số phải là số nguyên; hãy nhập lại, ví dụ 43/45."
BELOW_WHOLE = "Mẫu số phải là số nguyên; hãy nhập lại, ví dụ 43/45."
FRACTION_NO_PERCENT = "Phân số không ghi kèm %; hãy chỉ nhập tử số và mẫu số, ví dụ 43/45."
NO_SIGN = "Số liệu không âm và không ghi dấu + hay − ở trước; hãy nhập một số từ 0 trở lên."
NO_BOUND = "Hãy nhập số cụ thể, không ghi dấu so sánh như ≥ hay ≤; nếu là số ước tính thì đánh dấu “ước thực hiện”."
NO_DASH = (
    "Dấu - hay ? không phải là số liệu; hãy nhập 0 nếu đo được bằng 0, chọn “không phát sinh” kèm lý do "
    "nếu trong kỳ không có gì để tính, hoặc để trống nếu chưa có số liệu."
)
TOO_LONG = "Nội dung dài quá 30 ký tự; hãy chỉ nhập một số."
TOO_PRECISE = "Số có hơn 6 chữ số thập phân; hãy làm tròn còn nhiều nhất 6 chữ số sau dấu phẩy."
TOO_LARGE = "Số quá lớn, phần nguyên có hơn 9 chữ số; hãy kiểm tra lại và nhập số nhỏ hơn."
ABOVE_BELOW = "Tử số lớn hơn mẫu số nên tỷ lệ vượt 100%; hãy kiểm tra và nhập lại cả hai số."
NO_DENOMINATOR = "Mẫu số phải lớn hơn 0; hãy nhập lại mẫu số."
NOTHING_MEANT = "Mẫu số bằng 0, không phát sinh phải không; nếu đúng, hãy chọn “không phát sinh” và ghi lý do."
INDEX_HINT = "Chỉ số này nằm trong khoảng từ 0 đến 1 và không ghi %; hãy nhập "

PLAIN_NUMBERS = [
    *read(
        RATIO,
        ["99,5", "99.5", "99,5%", " 99,5 % ", "９９,５", "099,5", "９９．５％", "99,5\u00a0%", "99,50"],
        "= 99,5%",
        "99,5",
    ),
    *read(RATIO, ["\u200e\u2066 9\u20099,\u200b5 \u00a0%\u2069\ufeff\u202c\r\n"], "= 99,5%", "99,5"),
    *read(RATIO, ["0,47%", "0.47 %"], "= 0,47%", "0,47"),
    *read(MONEY, ["0,47", "0.47", "0.470"], "= 0,47%", "0,47"),
    *read(MONEY, ["0,125", "0.125"], "= 0,125%", "0,125"),
    *read(RATIO, ["100.0", "100", "100%", "100,000"], "= 100%", "100"),
    *read(RATIO, ["1,234"], "= 1,234%", "1,234"),
    *read(RATIO, ["66,666667"], "= 66,666667%", "66,666667"),
    *read(COUNT, ["1.234", "1 234", "1234", "1\u202f234"], "= 1.234", "1234"),
    *read(COUNT, ["1.234.567", "1,234,567", "1 234 567", "1234567"], "= 1.234.567", "1234567"),
    *read(COUNT, ["999.999.999", "0999999999"], "= 999.999.999", "999999999"),
    *read(INDEX, ["0,8", "0.8", "0,80"], "= 0,8", "0,8"),
    *read(INDEX, ["0.805"], "= 0,805", "0,805"),
    *read(INDEX, ["1", "1,0"], "= 1", "1"),
    *read(INDEX, ["0,123456"], "= 0,123456", "0,123456"),
    *read(RATIOS, ["0", "0,0", "00"], "= 0%", "0"),
    *read(NO_RATIOS, ["0"], "= 0", "0"),
    *read(INDEX, ["0,0"], "= 0", "0"),
    # 30 characters, counted after cleaning
    *read(RATIO, ["0" * 28 + "12", " " * 40 + "12"], "= 12%", "12"),
    *[
        Case(blank, rule, Outcome("empty"))
        for blank in ("", "   ", "\u00a0", "\u200b\ufeff", "\u3000\n")
        for rule in EVERY
    ],
]

FRACTIONS = [
    *read(RATIOS, ["43/45", "43 / 45", "４３／４５", "043/45"], "43/45 = 95,6%", "43/45"),
    *read(RATIOS, ["1.234/1.250", "1234/1250", "1 234/1.250"], "1.234/1.250 = 98,7%", "1234/1250"),
    *read(RATIOS, ["45/45"], "45/45 = 100%", "45/45"),
    *read(RATIOS, ["0/45"], "0/45 = 0%", "0/45"),
    *read(RATIOS, ["1/45"], "1/45 = 2,2%", "1/45"),
    # as many decimals as it takes not to look like 0 % or 100 %
    *read(RATIOS, ["4.999/5.000"], "4.999/5.000 = 99,98%", "4999/5000"),
    *read(RATIOS, ["1/45000"], "1/45.000 = 0,002%", "1/45000"),
    *read(RATIOS, ["1/9999999999999"], "1/9.999.999.999.999 = 0%", "1/9999999999999"),
    *read(MONEY, ["1,5/45"], "1,5/45 = 3,3%", "1,5/45"),
    *read(MONEY, ["1/45.5"], "1/45,5 = 2,2%", "1/45,5"),
    *read(MONEY, ["0,5/1"], "0,5/1 = 50%", "0,5/1"),
    *read(MONEY, ["1.234,5/2.000"], "1.234,5/2.000 = 61,7%", "1234,5/2000"),
    *read(
        MONEY,
        [
            f"{typed}/2000"
            for typed in ("1.234,5", "1 234,5", "1,234.5", "1\u00a0234,5", "1\u202f234.5", "1234,5", "1234,50")
        ],
        "1.234,5/2.000 = 61,7%",
        "1234,5/2000",
    ),
    *read(
        MONEY,
        ["9.999.999.999.999,99/9.999.999.999.999,99"],
        "9.999.999.999.999,99/9.999.999.999.999,99 = 100%",
        "9999999999999,99/9999999999999,99",
    ),
]

ASKED = [
    *asked(RATIOS, "1.234", "1,234"),
    *asked(RATIOS, "1.000", "1,000"),
    *asked(RATIOS, "85.125", "85,125"),
    *asked(RATIOS, "1.234%", "1,234", shown="1.234"),
    *asked(RATIOS, "100.000", "100,000"),
    *asked(INDEX, "1.000", "1,000"),
    *asked(COUNT, "1,234", "1234"),
    *asked(RATIOS, "1,234/1.250", "1234/1250"),
    *asked(RATIOS, "1.234/1,250", "1234/1250"),
    *asked(RATIOS, "1,234/1,250", "1234/1250"),
    *asked(RATIOS, "1,234 / 1250", "1234/1250", shown="1,234/1250"),
    # what cannot be meant either way is not asked
    *refused(RATIO, ["123.456"], ABOVE_100),
    *refused(RATIO, ["1,250/1,234"], ABOVE_BELOW),
]

WARNED = [
    *read(RATIO, ["0,95", "0.95", "0,950"], "= 0,95%", "0,95", "0,95 % hay 95 %?"),
    *read(RATIO, ["0.5"], "= 0,5%", "0,5", "0,5 % hay 50 %?"),
    *read(RATIO, ["1"], "= 1%", "1", "1 % hay 100 %?"),
    *read(RATIO, ["0,125", "0.125"], "= 0,125%", "0,125", "0,125 % hay 12,5 %?"),
    *read(RATIO, ["0,47", "0.47", "0.470"], "= 0,47%", "0,47", "0,47 % hay 47 %?"),
    *read(RATIO, ["0,000001"], "= 0,000001%", "0,000001", "0,000001 % hay 0,0001 %?"),
    # the warning begins at a target of 10
    *read(["ratio up to 10"], ["0,95"], "= 0,95%", "0,95", "0,95 % hay 95 %?"),
    *read(["ratio up to 9,99", "ratio without target", "money"], ["0,95"], "= 0,95%", "0,95"),
    *read(RATIO, ["0,95%"], "= 0,95%", "0,95"),
    *read(RATIO, ["0.5%"], "= 0,5%", "0,5"),
    *read(RATIO, ["1%"], "= 1%", "1"),
    *read(RATIO, ["0,125%"], "= 0,125%", "0,125"),
    *read(RATIO, ["1,01"], "= 1,01%", "1,01"),
    *read(["count up to 20"], ["1"], "= 1", "1"),
]

OUT_OF_PLACE = [
    *refused(RATIO, ["1.234,5", "1 234,5", "1,234.5", "1\u00a0234,5", "1\u202f234.5", "1234,5"], ABOVE_100),
    *refused(RATIO, ["100,1", "100.000001", "101%", "1234", "100,0000001"], ABOVE_100),
    *refused(COUNT, ["1.234,5", "1 234,5", "1,234.5", "1\u00a0234,5", "1\u202f234.5", "1234,5"], WHOLE),
    *refused(COUNT, ["1.5", "12,34", "0.470", "1234,567", "5,0"], WHOLE),
    *refused(COUNT, ["5%", "5 ％", "1,5%"], NO_PERCENT),
    *refused(INDEX, ["80%", "80"], INDEX_HINT + "0,8."),
    *refused(INDEX, ["77,5"], INDEX_HINT + "0,775."),
    *refused(INDEX, ["5%"], INDEX_HINT + "0,05."),
    # exact to the last digit: no rounding before the rounding
    *refused(INDEX, ["77,00004999999999999999999999"], INDEX_HINT + "0,77."),
    *refused(INDEX, ["0,8%", "7,7", "1,01", "1.234", "800", "100,5"], INDEX_HINT + "một số như 0,8."),
    *refused(NO_RATIOS, ["43/45", "0/45", "43/45%"], NO_FRACTION),
    *refused(RATIO, ["1,5/45", "0,5/1", "1.234,5/2.000"], ABOVE_WHOLE),
    *refused(RATIO, ["1/45.5"], BELOW_WHOLE),
    *refused(RATIOS, ["50/45"], ABOVE_BELOW),
    *refused(RATIOS, ["12/0"], NO_DENOMINATOR),
    *refused(RATIOS, ["0/0"], NOTHING_MEANT),
    *refused(RATIOS, ["43/45%"], FRACTION_NO_PERCENT),
    *refused(EVERY, ["-3", "−3", "+5", "－３", "–3", "- 3", "-3/45", "-0", "-3%"], NO_SIGN),
    *refused(EVERY, ["≥ 60%", ">=60", "≤5", "<=5", "> 60", "＞60", "=5", "≈60", "~60", "≥"], NO_BOUND),
    *refused(EVERY, ["-", "?", " – ", "—", "？", "--", "???"], NO_DASH),
]

UNREADABLE = [
    *refused(
        EVERY,
        [
            *["1.23.456", "12,5,3", "5,", ",5", "abc", "1e5", "NaN", "1_0", "٣", "5²", "½", "0x1F", "Infinity"],
            *["1'234", "1.234.56", "01.234.567", "1.234,567,8", "1..5", "5.", ".5", "%", "%5", "5%%", "5%5", "5 đ"],
            *[
                "43\t45",
                "4\n5",
                "५",
                "①",
                "5\u0301",
                "'5",
                "(5)",
                "5-6",
                "1,2.3",
                "12.3456.7",
                "\x005",
                "99,5;",
                "6=\u0338",
            ],
        ],
        NOT_READ,
    ),
    *refused(RATIOS, ["/", "/45", "43%/45", "#N/A"], ABOVE_NOT_READ),
    *refused(RATIOS, ["43/45 trường", "43/", "1/2/3", "16/01/2026", "1/" * 50_000], BELOW_NOT_READ),
    *refused(
        NO_RATIOS,
        ["/", "/45", "43%/45", "#N/A", "43/45 trường", "43/", "1/2/3", "16/01/2026", "1/" * 50_000],
        NO_FRACTION,
    ),
]

LIMITS = [
    *refused(EVERY, ["0" * 29 + "12", "1" * 31, "9" * 100_000, "a" * 31, "1/" + "2" * 31], TOO_LONG),
    *refused(RATIOS, ["66,6666667"], TOO_PRECISE),
    *refused(INDEX, ["0,1234567"], TOO_PRECISE),
    *refused(COUNT, ["1000000000", "9.999.999.999"], TOO_LARGE),
    *refused(RATIOS, ["1/10.000.000.000.000"], "Mẫu số có hơn 13 chữ số; hãy kiểm tra lại hoặc ghi theo triệu đồng."),
    *refused(MONEY, ["0,125/1"], "Tử số chỉ có nhiều nhất 2 chữ số thập phân; hãy làm tròn lại."),
]

NOTHING = [
    Case(typed, rule, Outcome("nothing"))
    for typed in (
        "không phát sinh",
        "Không phát sinh",
        "KHÔNG  PHÁT SINH",
        " khong phat sinh ",
        "kho\u0302ng phát\u00a0sinh\n",
        "kps",
        " KPS ",
    )
    for rule in EVERY
] + refused(RATIOS, ["không", "không phát sinh.", "không phát sinh 0"], NOT_READ)

READ_BY_THE_GRAMMAR = PLAIN_NUMBERS + FRACTIONS + ASKED + WARNED + OUT_OF_PLACE + UNREADABLE + LIMITS
CASES = READ_BY_THE_GRAMMAR + NOTHING


def as_outcome(typed: str, rule: NumberRule) -> Outcome:
    """What read_figure makes of it. Anything but a reading or a refusal fails the test."""
    try:
        reading = read_figure(typed, rule)
    except NumberRefused as no:
        return Outcome("refused", sentence=no.sentence, suggestion=no.suggestion or "")
    return outcome_of(reading, rule.measure)


def outcome_of(reading: Reading | None, measure: Measure) -> Outcome:
    if reading is None:
        return Outcome("empty")
    return Outcome("read", echo(reading, measure), format_typed(reading), reading.warning or "")


def wrong(found: dict[str, Any], right: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What differs, by the name of its case: (found, right)."""
    assert found.keys() == right.keys()
    return {name: (found[name], right[name]) for name in right if found[name] != right[name]}
