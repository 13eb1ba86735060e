"""Where a printed sheet turns the page: rows that belong together are not torn."""

from reports.spreadsheet.pages import page_breaks

HEADER = 1


def breaks(heights, kept, *rooms):
    return page_breaks(heights, kept, header_row=HEADER, rooms=rooms or [100])


def test_a_sheet_that_fits_on_one_page_has_no_break():
    assert breaks([10, 20, 20, 20], [(3, 4)]) == []


def test_an_end_that_would_be_torn_takes_the_page_that_follows():
    assert breaks([10, 40, 20, 20, 20, 20], [(4, 6)]) == [4]


def test_an_end_that_one_of_two_programs_would_tear_does_too():
    assert breaks([10, 40, 20, 28], [(3, 4)], 100, 97) == [3]
    assert breaks([10, 40, 20, 26], [(3, 4)], 100, 97) == []
    assert breaks([10, 50, 45, 20, 25], [(4, 5)], 100, 110) == [4]


def test_a_break_for_one_program_is_counted_for_the_other():
    assert breaks([10, 75, 10, 20, 40, 10, 10], [(3, 4), (6, 7)], 100, 110) == [3]


def test_the_repeated_header_takes_room_on_every_page():
    assert breaks([30, 70, 40, 20, 20], [(4, 5)], 120) == []
    assert breaks([30, 90, 40, 20, 20], [(4, 5)], 120) == []
    assert breaks([30, 90, 60, 20, 20], [(4, 5)], 120) == [4]


def test_rows_by_themselves_turn_the_page_without_help():
    assert breaks([10, 40, 40, 40, 10, 10], [(5, 6)]) == []


def test_a_heading_at_the_foot_moves_with_its_first_row():
    assert breaks([10, 75, 10, 20, 10], [(3, 4), (5, 5)]) == [3]


def test_spans_that_share_a_row_stay_together():
    """An appendix, its first section, the first row of that, and all of it the end of the sheet."""
    assert breaks([10, 60, 10, 10, 10, 10], [(3, 4), (4, 5), (5, 6)]) == [3]
