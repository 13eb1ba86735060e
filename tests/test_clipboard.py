"""Copied cells as spreadsheets hand them over, and the rows and columns that they are understood as."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.clipboard import read_clipboard
from reports.entry.pasted import Target, understand
from units.text import TextRefused


class TestCells:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_of_a_column_are_one_a_line_whatever_ends_the_line(self, end):
        assert read_clipboard(f"99,5{end}43/45{end}0{end}") == [["99,5"], ["43/45"], ["0"]]

    def test_of_a_block_are_parted_by_tabs_and_rows_are_made_equally_long(self):
        assert read_clipboard("43\t45\tSở\n1\n") == [["43", "45", "Sở"], ["1", "", ""]]

    def test_with_a_line_end_a_tab_or_a_quote_inside_come_in_quotes(self):
        text = '"Dòng 1\r\nDòng 2"\t"a\tb"\t"nói ""thế"""\r\n5\t6\t7\r\n'
        assert read_clipboard(text) == [["Dòng 1\nDòng 2", "a\tb", 'nói "thế"'], ["5", "6", "7"]]

    def test_with_a_quote_that_nobody_closes_swallow_no_row(self):
        assert read_clipboard('"5\n6\n7\n') == [['"5'], ["6"], ["7"]]
        assert read_clipboard('"a" b\t5\n"\t6') == [['"a" b', "5"], ['"', "6"]]

    def test_inside_a_merged_area_are_empty_and_keep_their_rows(self):
        assert read_clipboard("5\n\n\n8\n") == [["5"], [""], [""], ["8"]]

    def test_at_the_top_may_be_empty(self):
        assert read_clipboard("\n\n8") == [[""], [""], ["8"]]

    def test_of_columns_that_are_empty_all_the_way_down_are_no_columns(self):
        assert read_clipboard("5\t\tSở\n6\t\t\n") == [["5", "Sở"], ["6", ""]]

    @pytest.mark.parametrize("text", ["", "\n", "\t\t\n \n", "   "])
    def test_that_are_all_empty_are_refused(self, text):
        with pytest.raises(TextRefused, match="Chưa có ô nào để dán"):
            read_clipboard(text)

    @pytest.mark.parametrize("text", ["1\n" * 201, "1\t" * 30 + "1"])
    def test_in_too_large_a_number_are_refused_with_the_limit(self, text):
        with pytest.raises(TextRefused, match="quá mức 200 hàng, 30 cột"):
            read_clipboard(text)

    def test_of_a_whole_sheet_are_refused_at_once(self):
        with pytest.raises(TextRefused, match="Vùng dán quá lớn"):
            read_clipboard("1\t" * 100_000)

    @given(st.text(alphabet='ab1,."\t\n\r \u2028\x00', max_size=60))
    def test_of_any_text_are_a_block_or_a_refusal(self, text):
        try:
            cells = read_clipboard(text)
        except TextRefused:
            return
        assert len({len(row) for row in cells}) == 1
        assert any(cells[-1])
        assert all(cell == cell.strip() for row in cells for cell in row)

    @given(
        st.integers(1, 4).flatmap(
            lambda width: st.lists(
                st.lists(st.text('ab1,"\n\t', min_size=1).map(str.strip).filter(bool), min_size=width, max_size=width),
                min_size=1,
                max_size=6,
            )
        )
    )
    def test_written_as_a_spreadsheet_writes_them_are_read_back(self, rows):
        text = io.StringIO()
        csv.writer(text, "excel-tab").writerows(rows)
        assert read_clipboard(text.getvalue()) == rows


PAGE = [
    Target("PL1.1", "1", ("Tỷ lệ phủ sóng 5G", "Phủ sóng 5G")),
    Target("PL1.2", "2", ("Tỷ lệ số hóa hồ sơ", "Số hóa hồ sơ")),
    Target("PL1.4", "4", ("Tỷ lệ trường học số", "Trường học số")),
    Target("PL1.7", "7", ("Số mô hình mới", "Mô hình mới")),
]


def values(text, first="PL1.1"):
    return {code: row.value for code, row in understand(text, PAGE, first).laid.items()}


class TestOneColumn:
    def test_goes_down_from_the_chosen_row(self):
        assert values("10\n20", "PL1.2") == {"PL1.2": "10", "PL1.4": "20"}

    def test_leaves_a_row_alone_where_a_cell_is_empty(self):
        laid = understand("10\n\n30", PAGE, "PL1.1").laid
        assert [(code, row.value) for code, row in laid.items() if not row.is_empty] == [
            ("PL1.1", "10"),
            ("PL1.4", "30"),
        ]

    def test_may_hold_fractions_percent_signs_and_thousands(self):
        assert list(values("43/45\n99,5 %\n1.234,5\nkhông phát sinh").values()) == [
            "43/45",
            "99,5 %",
            "1.234,5",
            "không phát sinh",
        ]

    def test_that_is_longer_than_the_page_says_what_is_left_over(self):
        pasted = understand("1\n2\n3", PAGE, "PL1.4")
        assert list(pasted.laid) == ["PL1.4", "PL1.7"]
        assert pasted.strays == ("Hàng 3 (“3”): dưới dòng cuối của trang không còn chỉ tiêu nào.",)

    @pytest.mark.parametrize("heading", ["Giá trị", "Thực hiện Quý I/2026", "KẾT QUẢ", "Số lượng", "gia_tri"])
    def test_under_a_heading_begins_beneath_it(self, heading):
        assert values(f"{heading}\n10\n20") == {"PL1.1": "10", "PL1.2": "20"}

    @pytest.mark.parametrize("top", ["không phát sinh", "5 trường", "-", "?"])
    def test_whose_first_cell_is_meant_as_a_figure_has_no_heading(self, top):
        assert values(f"{top}\n20") == {"PL1.1": top, "PL1.2": "20"}

    def test_of_words_alone_has_no_heading(self):
        assert values("abc") == {"PL1.1": "abc"}


class TestTwoColumns:
    def test_of_plain_counts_are_numerator_and_denominator(self):
        pasted = understand("43\t45\n1.234\t1 250\n\t\n0\t12", PAGE, "PL1.1")
        assert [row.value for row in pasted.laid.values()] == ["43/45", "1.234/1 250", "", "0/12"]
        assert pasted.columns == ("cột 1 là tử số", "cột 2 là mẫu số")

    @pytest.mark.parametrize("text", ["43\t45%\n1\t2", "99,5\tSở\n1\tSở", "43\t45\n44\t", "5\tx\n6\tx"])
    def test_of_anything_else_are_a_value_and_what_stands_beside_it(self, text):
        pasted = understand(text, PAGE, "PL1.1")
        assert pasted.columns[0] == "cột 1 là giá trị"

    def test_under_their_headings_need_no_order(self):
        pasted = understand("Mẫu số\tTử số\n45\t43", PAGE, "PL1.1")
        assert pasted.laid["PL1.1"].value == "43/45"
        assert pasted.columns == ("mẫu số", "tử số")


class TestABlock:
    def test_by_position_is_value_estimate_source_note(self):
        row = understand("99,5\tx\tSở VH\tVì mưa\n98\t\tSở\t", PAGE, "PL1.1").laid["PL1.1"]
        assert (row.value, row.tick, row.get("nguon"), row.get("ghi_chu")) == ("99,5", "on", "Sở VH", "Vì mưa")

    def test_by_headings_is_what_they_say_and_the_rest_is_named_as_unused(self):
        pasted = understand("ĐVT\tGhi chú\tThực hiện\tƯớc\n%\tVì mưa\t99,5\tkhông", PAGE, "PL1.1")
        row = pasted.laid["PL1.1"]
        assert (row.value, row.tick, row.get("ghi_chu")) == ("99,5", "false", "Vì mưa")
        assert pasted.columns == ("“ĐVT” không dùng", "ghi chú", "“Thực hiện” là giá trị", "ước")

    def test_with_a_pair_and_a_value_takes_the_pair(self):
        assert values("Giá trị\tTử số\tMẫu số\n95,6\t43\t45\n50\t\t") == {"PL1.1": "43/45", "PL1.2": "50"}

    def test_with_two_value_columns_is_refused_with_their_names(self):
        with pytest.raises(TextRefused, match=r"Có 2 cột giá trị \(“Thực hiện Quý I”, “Thực hiện Quý II”\)"):
            understand("Thực hiện Quý I\tThực hiện Quý II\n1\t2", PAGE, "PL1.1")

    def test_without_a_column_of_figures_is_refused(self):
        with pytest.raises(TextRefused, match="Không thấy cột số liệu"):
            understand("Nguồn\tGhi chú\nSở\tabc", PAGE, "PL1.1")

    def test_under_headings_nobody_knows_is_read_by_position(self):
        assert values("Đạt\tTổng\n43\t45") == {"PL1.1": "43/45"}


class TestKeys:
    @pytest.mark.parametrize(
        "text",
        [
            "PL1.4\t30\nPL1.1\t10",
            "Chỉ tiêu\tGiá trị\nPL1.4\t30\nPL1.1\t10",
            "STT\tGiá trị\n4\t30\n1\t10",
            "trường học số\t30\nTy le phu song 5G\t10",
            "STT\tChỉ tiêu\tThực hiện\n4\tTrường học số\t30\n1\tPhủ sóng 5G\t10",
            "4\tTrường học số\t30\n1\tPhủ sóng 5G\t10",
        ],
    )
    def test_put_the_rows_in_their_places_whatever_the_order(self, text):
        assert values(text, "PL1.2") == {"PL1.4": "30", "PL1.1": "10"}
        assert understand(text, PAGE, "PL1.2").by_key

    def test_are_three_numbers_in_the_order_of_the_page_too(self):
        assert values("2\t20\n4\t40\n7\t70") == {"PL1.2": "20", "PL1.4": "40", "PL1.7": "70"}

    def test_are_not_seen_in_two_numbers(self):
        assert values("1\t20\n2\t40") == {"PL1.1": "1/20", "PL1.2": "2/40"}

    def test_that_are_not_on_the_page_or_come_twice_are_said(self):
        pasted = understand("Mã\tGiá trị\nPL1.1\t10\nPL1.20\t20\nPL1.1\t30\n\t40\nI. Hạ tầng\t", PAGE, "PL1.1")
        assert {code: row.value for code, row in pasted.laid.items()} == {"PL1.1": "10"}
        assert pasted.strays == (
            "Hàng 3 (“PL1.20 | 20”): không có chỉ tiêu này trên trang.",
            "Hàng 4 (“PL1.1 | 30”): PL1.1 đã có ở hàng 2.",
            "Hàng 5 (“40”): không có chỉ tiêu này trên trang.",
        )

    @given(st.permutations(PAGE), st.booleans())
    def test_lead_every_value_home(self, order, headed):
        lines = (["Mã\tGiá trị"] if headed else []) + [f"{target.code}\t{target.number}0" for target in order]
        assert values("\n".join(lines), "PL1.7") == {target.code: f"{target.number}0" for target in PAGE}


class TestNothingIsDropped:
    @given(
        st.lists(st.sampled_from(["", "5", "99,5", "43/45", "abc", "không phát sinh", "-"]), min_size=1, max_size=9),
        st.sampled_from([target.code for target in PAGE]),
    )
    def test_every_cell_of_a_column_is_laid_or_named(self, column, first):
        try:
            pasted = understand("\n".join(column), PAGE, first)
        except TextRefused:
            assert not any(column)
            return
        laid = sum(not row.is_empty for row in pasted.laid.values())
        headed = pasted.columns != ("cột 1 là giá trị",)
        assert laid + len(pasted.strays) + headed == sum(map(bool, column))
