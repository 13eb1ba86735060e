"""The number grammar of the page is that of the server, and the cell says how the number is read."""

import random
import threading
from collections import Counter
from dataclasses import asdict
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from tests.browser import let_in
from tests.number_cases import CASES, NOTHING, RULES, as_outcome
from tests.site import ROOT

pytestmark = pytest.mark.browser

# Both sides run over the whole list in one call; the answer is a list of plain objects.
READ_ALL = """async (asked) => {
  const { readFigure } = await import("/js/quantities.js");
  return asked.map(([typed, rule]) => readFigure(typed, rule));
}"""


@pytest.fixture(scope="module")
def static_files():
    """The address of the static folder, served as it is."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(ROOT / "static")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def read_in_page(static_files, page):
    page.goto(f"{static_files}/img/icon.svg")
    return lambda asked: page.evaluate(READ_ALL, [[typed, as_page_rule(rule)] for typed, rule in asked])


def as_page_rule(name):
    rule = RULES[name]
    return {"measure": str(rule.measure), "asksQuotient": rule.asks_quotient, "moneyPair": rule.money_pair}


def test_the_page_reads_every_case_of_the_table_as_the_server_does(read_in_page):
    answers = read_in_page([(case.typed, case.rule) for case in CASES])
    wrong = [(case.name, answer) for case, answer in zip(CASES, answers, strict=True) if answer != asdict(case.outcome)]
    assert wrong == []


def test_the_page_reads_thousands_of_strange_texts_as_the_server_does(read_in_page):
    seed = random.randrange(10**9)
    texts = list(strange_texts(random.Random(seed), 6000))
    answers = read_in_page(texts)
    wrong = [
        (typed, rule, answer)
        for (typed, rule), answer in zip(texts, answers, strict=True)
        if answer != asdict(as_outcome(typed, RULES[rule]))
    ]
    assert wrong == [], f"seed {seed}"
    counted = Counter(answer["kind"] for answer in answers)
    assert counted["read"] > 1000
    assert counted["refused"] > 1000
    assert sum(answer["suggestion"] != "" for answer in answers) > 50


SIGNS = (
    "0123456789" * 3
    + ".,/% " * 3
    + "-+≥?−–９．，／％０\u00a0\u202f\u200b\u200e\ufeffe٣²\u0301\u0338\t\n\x1c\x85\u2028<=~a'_"
)


def strange_texts(chance, count):
    """Numbers as people write them, spoilt in one place or not, and heaps of signs; each with a rule."""
    spoilt = [case.typed for case in CASES if len(case.typed) < 40 and case not in NOTHING]
    makers = (a_number, a_fraction, lambda chance: chance.choice(spoilt), a_heap)
    for _ in range(count):
        typed = chance.choice(makers)(chance)
        if chance.random() < 0.3:
            at = chance.randrange(len(typed) + 1)
            typed = typed[:at] + chance.choice(SIGNS) + typed[at + chance.randrange(2) :]
        yield typed, chance.choice(list(RULES))


def a_number(chance):
    whole = str(chance.randrange(10 ** chance.randrange(1, 11)))
    if chance.random() < 0.4:
        whole = f"{int(whole):,}".replace(",", chance.choice([".", ",", " ", "\u00a0"]))
    decimals = str(chance.randrange(10**8))[: chance.randrange(9)]
    text = whole + (chance.choice(".,") + decimals if decimals and chance.random() < 0.6 else "")
    return text + chance.choice(["", "", "%", " %"])


def a_fraction(chance):
    below = chance.randrange(10 ** chance.randrange(1, 14))
    above = chance.randrange(below + 2)
    sides = [f"{side:,}".replace(",", chance.choice(["", "", ".", ","])) for side in (above, below)]
    return chance.choice(["/", " / "]).join(sides)


def a_heap(chance):
    return "".join(chance.choices(SIGNS, k=chance.randrange(34)))


# --- The cell. Indicators of Phòng VH-XH: 1 to 3 are ratios with a target of 100 %, 18 is a count, 19 an index.


@pytest.fixture
def entry(demonstration_site, page: Page):
    """The page of quarter IV, where nothing is entered yet."""
    page.set_viewport_size({"width": 1366, "height": 768})
    let_in(page, demonstration_site, "vhxh")
    page.goto(f"{demonstration_site}/nhap/2026-Q4/VHXH/")
    return page


def cell(page, number):
    return page.locator(f"[id='id_PL1.{number}-value']")


def reading(page, number):
    return page.locator(f"[id='id_PL1.{number}-value-reading'] output")


def type_into(page, number, text):
    cell(page, number).fill("")
    cell(page, number).press_sequentially(text)


@pytest.mark.parametrize(
    ("number", "typed", "said"),
    [
        (1, "99,5", "= 99,5%"),
        (1, "99.50 %", "= 99,5%"),
        (2, "43/45", "43/45 = 95,6%"),
        (2, "1234/1250", "1.234/1.250 = 98,7%"),
        (18, "1234", "= 1.234"),
        (18, "1.234", "= 1.234"),
        (19, "0.78", "= 0,78"),
        (1, "0,95", "= 0,95% · 0,95 % hay 95 %?"),
        (1, "0,95%", "= 0,95%"),
        (1, "Không phát sinh", "= không phát sinh · cần ghi lý do"),
    ],
)
def test_the_cell_says_how_the_number_is_read(entry, number, typed, said):
    type_into(entry, number, typed)
    expect(reading(entry, number)).to_have_text(said)
    expect(cell(entry, number)).to_have_attribute("aria-invalid", "false")


def test_the_cell_follows_every_key(entry):
    for key, said in (("4", "= 4%"), ("3", "= 43%"), ("/", ""), ("4", ""), ("5", "43/45 = 95,6%")):
        cell(entry, 2).press(key)
        if said:
            expect(reading(entry, 2)).to_have_text(said)
    cell(entry, 2).press("Backspace")
    expect(reading(entry, 2)).to_have_text(
        "Tử số lớn hơn mẫu số nên tỷ lệ vượt 100%; hãy kiểm tra và nhập lại cả hai số."
    )
    cell(entry, 2).fill("")
    expect(reading(entry, 2)).to_be_empty()


def test_a_number_that_may_be_two_is_asked_about_and_the_answer_is_a_button(entry):
    type_into(entry, 3, "85.125")
    button = entry.get_by_role("button", name="Đúng, lấy 85,125")
    expect(button).to_be_visible()
    expect(reading(entry, 3)).to_have_text("Chưa rõ “85.125” là số nào: 85,125 phải không (nếu đúng, hãy nhập 85,125)?")
    cell(entry, 3).press("Tab")
    entry.keyboard.press("Enter")
    expect(cell(entry, 3)).to_have_value("85,125")
    expect(cell(entry, 3)).to_be_focused()
    expect(reading(entry, 3)).to_have_text("= 85,125%")
    expect(button).to_have_count(0)


def test_a_count_asks_about_a_comma(entry):
    type_into(entry, 18, "1,234")
    entry.get_by_role("button", name="Đúng, lấy 1234").click()
    expect(reading(entry, 18)).to_have_text("= 1.234")


def test_a_refusal_waits_until_the_officer_pauses(entry):
    entry.clock.install()
    type_into(entry, 2, "43/")
    assert reading(entry, 2).text_content() == ""
    expect(cell(entry, 2)).not_to_have_attribute("aria-invalid", "true")
    entry.clock.run_for(1000)
    expect(reading(entry, 2)).to_have_text("Mẫu số không đọc được; hãy nhập tử số và mẫu số là hai số, ví dụ 43/45.")
    expect(cell(entry, 2)).to_have_attribute("aria-invalid", "true")
    cell(entry, 2).press("4")
    assert reading(entry, 2).text_content() == ""
    cell(entry, 2).press("5")
    expect(reading(entry, 2)).to_have_text("43/45 = 95,6%")
    expect(cell(entry, 2)).to_have_attribute("aria-invalid", "false")


def test_a_refusal_is_heard_when_the_cell_is_left(entry):
    entry.clock.install()
    type_into(entry, 1, "120")
    cell(entry, 1).press("Tab")
    expect(reading(entry, 1)).to_have_text("Tỷ lệ không vượt quá 100%; hãy nhập một số từ 0 đến 100.")


def test_what_the_cell_says_is_spoken_politely(entry):
    """An <output> is a polite live region that names the control it answers."""
    assert reading(entry, 1).get_attribute("for") == "id_PL1.1-value"
    assert entry.get_by_role("status").filter(has=entry.locator("xpath=self::output")).count() == 18


def test_an_echo_moves_nothing(entry):
    before = [cell(entry, number).bounding_box() for number in (1, 2, 3)]
    type_into(entry, 1, "43/45")
    assert [cell(entry, number).bounding_box() for number in (1, 2, 3)] == before


def test_what_was_echoed_is_what_is_saved(entry):
    type_into(entry, 1, "4999 / 5.000")
    expect(reading(entry, 1)).to_have_text("4.999/5.000 = 99,98%")
    entry.get_by_role("button", name="Lưu").last.click()
    row = entry.locator("[id='row-PL1.1']")
    expect(row.locator(".echo")).to_have_text("4.999/5.000 = 99,98%")
    expect(cell(entry, 1)).to_have_value("4999/5000")
    type_into(entry, 1, "99")
    expect(reading(entry, 1)).to_have_text("= 99%")
    type_into(entry, 1, "4999/5000")
    expect(reading(entry, 1)).to_be_empty()
