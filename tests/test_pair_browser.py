"""Numerator and denominator in fields of their own, in a real browser; every test has a row of its own."""

import pytest
from playwright.sync_api import expect

from tests.browser import QUARTER, cell, expect_saved, leave, row, unfold

pytestmark = pytest.mark.browser


@pytest.fixture
def entry(sign_in, site):
    page = sign_in("vhxh")
    page.goto(f"{site}/nhap/{QUARTER}/VHXH/")
    return page


def test_two_fields_say_the_same_as_a_fraction_in_the_cell(entry):
    line = unfold(entry, "PL1.11")
    line.get_by_label("Tử số, mục 11").fill("11")
    line.get_by_label("Mẫu số, mục 11").fill("12")
    leave(entry)
    expect_saved(entry, "PL1.11", "11/12 = 91,7%")
    expect(cell(entry, "PL1.11")).to_have_value("11/12")
    expect(line.get_by_label("Tử số, mục 11")).to_have_value("")
    entry.reload()
    expect(cell(entry, "PL1.11")).to_have_value("11/12")


def test_last_quarters_denominator_is_offered_and_never_filled_by_itself(entry):
    line = unfold(entry, "PL1.14")
    below = line.get_by_label("Mẫu số, mục 14")
    expect(line.get_by_text("Mẫu số quý trước: 12")).to_be_visible()
    assert below.evaluate("field => [...field.list.options].map(option => option.value)") == ["12"]
    expect(below).to_have_value("")
    line.get_by_label("Tử số, mục 14").fill("12")
    leave(entry)
    expect(line.locator(".refused")).to_have_text("Còn thiếu mẫu số; hãy nhập đủ cả tử số và mẫu số.")
    expect(below).to_have_value("")
    below.fill("12")
    leave(entry)
    expect_saved(entry, "PL1.14", "12/12 = 100%")


def test_another_denominator_than_last_quarters_asks_for_a_sentence_and_the_sentence_settles_it(entry):
    line = unfold(entry, "PL1.13")
    line.get_by_label("Tử số, mục 13").fill("10")
    line.get_by_label("Mẫu số, mục 13").fill("13")
    leave(entry)
    expect_saved(entry, "PL1.13", "10/13 = 76,9%")
    asked = line.locator(".ask")
    expect(asked).to_contain_text("Mẫu số khác quý trước (12 → 13). Nếu đúng, hãy ghi một câu giải trình")
    line.get_by_label("Giải trình, mục 13").fill("Thành lập thêm một trường trong tháng 10")
    leave(entry)
    expect(asked).to_contain_text("Mẫu số khác quý trước (12 → 13). Đã có giải trình.")
    entry.reload()
    expect(row(entry, "PL1.13").locator(".ask")).to_contain_text("Đã có giải trình.")
