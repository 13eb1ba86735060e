"""The words of the report, built from plain facts: what an officer would write, for nothing, one, all, every status."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.evaluation import Status
from plans.calendar import PeriodCode
from reports.narrative.facts import Facts, IndicatorFact, PartFact, TaskFact
from reports.narrative.text import NO_EDITS, Edits, built_sections, narrative, paragraphs
from reports.narrative.words import listed, one_line, small_start, whole_name
from reports.sections import LABELS, SectionKey
from tasks.timeliness import TaskStatus

Q3 = PeriodCode.parse("2026-Q3")
BARE = Facts(
    plan="33/KH-UBND",
    issued="16/01/2026",
    body="Ủy ban nhân dân phường Hải An",
    issuer="Ủy ban nhân dân phường",
    recipient="Sở Khoa học và Công nghệ thành phố Hải Phòng",
    period=Q3,
    data_from="15/06/2026",
    data_to="14/09/2026",
    appendices=(3, 4, 5),
)
BUDGET = IndicatorFact(
    number="6",
    name="Tỉ lệ chi cho KHCN, ĐMST, CĐS trong tổng chi ngân sách phường.",
    status=Status.LATE,
    value="1,9%",
    expected="2,25%",
    target="phấn đấu ít nhất 3%",
    baseline="0,47%",
    explanation="Dự án số hóa di tích đang thẩm định,\n dự kiến giải ngân trong quý IV.",
    leads=("Phòng Kinh tế, Hạ tầng và Đô thị",),
    reporter="Phòng Kinh tế, Hạ tầng và Đô thị",
    leader="Vũ Doãn Dũng",
)


def fact(status, number="1", **changes):
    words = {
        "number": number,
        "name": f"Tỷ lệ thứ {number}",
        "status": status,
        "value": "80%",
        "expected": "90%",
        "target": "100%",
        "reporter": "Công an phường",
    }
    return IndicatorFact(**words | changes)


def with_indicators(*facts, period="2026-Q3", **changes):
    return replace(BARE, indicators=tuple(facts), period=PeriodCode.parse(period), **changes)


def task(status=TaskStatus.ONGOING, place="Phụ lục 4, I.1", *, told=True, **changes):
    words = {
        "place": place,
        "title": f"Việc {place.rpartition(' ')[2]}",
        "status": status,
        "words": f"{status}, trong hạn",
        "parts": (PartFact(unit="Công an phường", told=told),),
        "leads": ("Công an phường",),
    }
    return TaskFact(**words | changes)


def lines(key, facts, edits=NO_EDITS):
    return next(section.text for section in narrative(facts, edits) if section.key is key).split("\n")


def results(*facts, **changes):
    return lines(SectionKey.RESULTS, with_indicators(*facts, **changes))


class TestWhatIsCounted:
    @pytest.mark.parametrize(
        ("statuses", "sentence"),
        [
            ([], "Kế hoạch không có chỉ tiêu năm 2026."),
            ([Status.WATCHED] * 4, "Kế hoạch theo dõi 04 chỉ tiêu, không giao mục tiêu (chi tiết tại Phụ lục 1)."),
            ([Status.MET], "Đến hết quý III, chỉ tiêu được giao năm 2026 đạt mục tiêu năm (chi tiết tại Phụ lục 1)."),
            (
                [Status.ON_TRACK] * 25,
                "Đến hết quý III, cả 25 chỉ tiêu được giao năm 2026 đều đúng tiến độ (chi tiết tại Phụ lục 1).",
            ),
            (
                [Status.MISSING] * 25 + [Status.WATCHED] * 4,
                "Đến hết quý III, cả 25 chỉ tiêu được giao năm 2026 đều chưa có số liệu; ngoài ra theo dõi 04 chỉ tiêu "
                "không giao mục tiêu (chi tiết tại Phụ lục 1).",
            ),
            (
                [Status.MET] * 9 + [Status.ON_TRACK] * 10 + [Status.ATTENTION] * 3 + [Status.LATE] * 2
                + [Status.MISSING] + [Status.WATCHED] * 4,
                "Trong 25 chỉ tiêu được giao năm 2026, đến hết quý III có 19 chỉ tiêu đạt hoặc đúng tiến độ, 03 chỉ "
                "tiêu cần chú ý, 02 chỉ tiêu chậm tiến độ, 01 chỉ tiêu chưa có số liệu; ngoài ra theo dõi 04 chỉ tiêu "
                "không giao mục tiêu (chi tiết tại Phụ lục 1).",
            ),
            (
                list(Status),
                "Trong 09 chỉ tiêu được giao năm 2026, đến hết quý III có 03 chỉ tiêu đạt, vượt hoặc đúng tiến độ, 01 "
                "chỉ tiêu cần chú ý, 01 chỉ tiêu chậm tiến độ, 01 chỉ tiêu không đạt mục tiêu năm, 01 chỉ tiêu không "
                "phát sinh, 01 chỉ tiêu chưa đến kỳ báo cáo, 01 chỉ tiêu chưa có số liệu; ngoài ra theo dõi 01 chỉ "
                "tiêu không giao mục tiêu (chi tiết tại Phụ lục 1).",
            ),
        ],
    )  # fmt: skip
    def test_indicators(self, statuses, sentence):
        facts = [fact(status, str(number)) for number, status in enumerate(statuses, start=1)]
        assert results(*facts)[0] == sentence

    @pytest.mark.parametrize(
        ("statuses", "words"),
        [
            ([Status.PASSED, Status.LATE], "01 chỉ tiêu vượt mục tiêu năm, 01"),
            ([Status.PASSED, Status.MET, Status.LATE], "02 chỉ tiêu đạt hoặc vượt mục tiêu năm, 01"),
            ([Status.MET, Status.ON_TRACK, Status.LATE], "02 chỉ tiêu đạt hoặc đúng tiến độ, 01"),
        ],
    )
    def test_the_good_ones_by_what_is_true_of_them(self, statuses, words):
        assert words in results(*[fact(status) for status in statuses])[0]

    @pytest.mark.parametrize(
        ("period", "end"),
        [
            ("2026-Q1", "đến hết quý I có"),
            ("2026-H1", "đến hết 6 tháng đầu năm có"),
            ("2026-9M", "đến hết 9 tháng đầu năm có"),
            ("2026-Y", "đến hết năm 2026 có"),
        ],
    )
    def test_at_the_end_of_its_period(self, period, end):
        assert end in results(fact(Status.MET), fact(Status.LATE), period=period)[0]

    @pytest.mark.parametrize(
        ("tasks", "sentence"),
        [
            ([], "Kế hoạch không giao nhiệm vụ cụ thể."),
            ([task()], "Nhiệm vụ của kế hoạch đang thực hiện (chi tiết tại Phụ lục 3, 4 và 5)."),
            (
                [task(told=False, status=TaskStatus.NOT_STARTED)] * 19,
                "Cả 19 nhiệm vụ đều chưa có báo cáo tiến độ (chi tiết tại Phụ lục 3, 4 và 5).",
            ),
            (
                [task(TaskStatus.DONE)] * 3 + [task()] * 14 + [task(overdue=True), task(TaskStatus.DONE, overdue=True)],
                "Trong 19 nhiệm vụ có 04 nhiệm vụ đã hoàn thành, 15 nhiệm vụ đang thực hiện; trong đó 01 nhiệm vụ đã "
                "quá thời hạn và 01 nhiệm vụ hoàn thành sau thời hạn (chi tiết tại Phụ lục 3, 4 và 5).",
            ),
        ],
    )
    def test_tasks(self, tasks, sentence):
        assert lines(SectionKey.TASKS, replace(BARE, tasks=tuple(tasks)))[0] == sentence


class TestWhatIsSaidOfAnIndicator:
    def test_behind_how_far_why_and_whose(self):
        assert results(BUDGET)[1:] == [
            "1. Chỉ tiêu chậm tiến độ",
            "Tỉ lệ chi cho KHCN, ĐMST, CĐS trong tổng chi ngân sách phường (chỉ tiêu 6) đạt 1,9%, thấp hơn mức cần đạt "
            "đến hết quý III (2,25%); mục tiêu năm 2026: phấn đấu ít nhất 3%. Nguyên nhân: dự án số hóa di tích đang "
            "thẩm định, dự kiến giải ngân trong quý IV. Cơ quan chủ trì: Phòng Kinh tế, Hạ tầng và Đô thị; đồng chí "
            "Vũ Doãn Dũng phụ trách.",
        ]

    @pytest.mark.parametrize(
        ("changes", "period", "said"),
        [
            ({"estimate": True}, "2026-Q3", "ước đạt 80%, thấp hơn mức cần đạt đến hết quý III (90%)"),
            ({"provisional": True}, "2026-Q3", "(90%, mốc tạm tính); mục tiêu năm 2026: 100%."),
            ({"lower": True}, "2026-Q3", "đạt 80%, cao hơn mức tối đa đến hết quý III (90%);"),
            ({"worse": True, "baseline": "≥ 85%"}, "2026-Q3", "(90%) và thấp hơn kết quả năm 2025 (≥ 85%); mục tiêu"),
            ({"expected": "100%"}, "2026-Q3", "đạt 80%, thấp hơn mục tiêu năm 2026 (100%)."),
            ({}, "2026-Q4", "đạt 80%, thấp hơn mục tiêu năm 2026 (100%)."),
            ({}, "2026-Y", "đạt 80%, thấp hơn mục tiêu năm 2026 (100%)."),
            ({"status": Status.FAILED}, "2026-Q4", "đạt 80%, không đạt mục tiêu năm 2026 (100%)."),
        ],
    )
    def test_behind_in_its_own_words(self, changes, period, said):
        told = results(fact(**{"status": Status.LATE} | changes), period=period)
        assert said in told[-1]

    def test_without_a_reason_or_a_leader_no_sentence_is_left_open(self):
        told = results(fact(Status.ATTENTION))[-1]
        assert "Nguyên nhân" not in told
        assert "đồng chí" not in told
        assert told.endswith("mục tiêu năm 2026: 100%.")

    def test_met_is_listed_with_its_value(self):
        told = results(fact(Status.MET, "2", value="100%"), fact(Status.MET, "8", value="100%", estimate=True))
        assert told[2:] == [
            "1. Chỉ tiêu đạt mục tiêu năm 2026",
            "Có 02 chỉ tiêu:",
            "- Tỷ lệ thứ 2 (chỉ tiêu 2) đạt 100%;",
            "- Tỷ lệ thứ 8 (chỉ tiêu 8) ước đạt 100%.",
        ]
        assert told[1] == "Số liệu của 01 chỉ tiêu là số ước thực hiện (chỉ tiêu 8)."

    def test_a_name_is_the_printed_one_without_its_full_stop(self):
        said = results(fact(Status.LATE, "9", name="Tỷ lệ dùng dịch vụ, giao thông. (sử dụng sổ điện tử)"))[-1]
        assert said.startswith("Tỷ lệ dùng dịch vụ, giao thông (sử dụng sổ điện tử) (chỉ tiêu 9) đạt 80%")
        assert results(fact(Status.ON_TRACK, "3", name="Tỷ lệ truy cập."))[-1] == "Tỷ lệ truy cập (chỉ tiêu 3) đạt 80%."

    def test_missing_is_asked_of_its_unit(self):
        told = results(
            fact(Status.MISSING, "7"),
            fact(Status.MISSING, "27", reporter="Phòng Văn hóa - Xã hội"),
            fact(Status.MISSING, "28"),
            fact(Status.MISSING, "29", reporter=""),
        )
        assert told[2:] == [
            "- Công an phường: chỉ tiêu 7 và 28;",
            "- Phòng Văn hóa - Xã hội: chỉ tiêu 27;",
            "- Chưa phân công đơn vị báo cáo: chỉ tiêu 29.",
        ]

    def test_nothing_to_measure_says_why(self):
        told = results(fact(Status.NOTHING, nothing_reason="Không tổ chức trong quý."))
        assert told[-1] == "- Tỷ lệ thứ 1 (chỉ tiêu 1): không tổ chức trong quý."

    def test_headings_are_numbered_over_those_that_are_there(self):
        found = [line for line in results(*map(fact, Status)) if re.match(r"\d+\. ", line)]
        assert found == [
            "1. Chỉ tiêu vượt mục tiêu năm 2026",
            "2. Chỉ tiêu đạt mục tiêu năm 2026",
            "3. Chỉ tiêu đúng tiến độ",
            "4. Chỉ tiêu cần chú ý",
            "5. Chỉ tiêu chậm tiến độ",
            "6. Chỉ tiêu không đạt mục tiêu năm 2026",
            "7. Chỉ tiêu không phát sinh",
            "8. Chỉ tiêu chưa có số liệu",
        ]


class TestTasksAndDifficulties:
    def test_overdue_and_idle_ones_are_named_once(self):
        late = task(TaskStatus.NOT_STARTED, "Phụ lục 4, I.6", overdue=True, deadline="Tháng 12/2025")
        idle = task(TaskStatus.NOT_STARTED, "Phụ lục 5, I.1")
        untold = task(TaskStatus.NOT_STARTED, "Phụ lục 3, I.2", told=False)
        assert lines(SectionKey.TASKS, replace(BARE, tasks=(late, idle, untold)))[1:] == [
            "1. Nhiệm vụ quá thời hạn",
            "- Việc I.6 (Phụ lục 4, I.6; thời hạn tháng 12/2025; Công an phường): chưa triển khai.",
            "2. Nhiệm vụ chưa triển khai",
            "- Việc I.1 (Phụ lục 5, I.1; Công an phường).",
            "3. Nhiệm vụ chưa có báo cáo tiến độ",
            "- Việc I.2 (Phụ lục 3, I.2; Công an phường).",
        ]

    def test_a_long_name_stands_whole(self):
        title = "Dự án chuyển đổi số (số hóa di tích" + ", xây dựng phòng học thông minh" * 5 + ")."
        said = PartFact(unit="Công an phường", difficulties="Thiếu máy")
        named = replace(BARE, tasks=(task(TaskStatus.DONE, title=title, parts=(said,)),))
        whole = title.removesuffix(".")
        assert lines(SectionKey.TASKS, named)[2] == f"- {whole} (Phụ lục 4, I.1)."
        assert lines(SectionKey.DIFFICULTIES, named)[1].startswith(f"- {whole} (Phụ lục 4, I.1; Công an phường):")

    def test_difficulties_and_proposals_in_the_units_own_words(self):
        parts = (
            PartFact(unit="Công an phường", difficulties="Thiếu máy.", proposals="Sở hướng dẫn\ncách tính"),
            PartFact(unit="Đảng ủy", difficulties="UBND chưa cấp vốn", earlier="Quý II/2026"),
        )
        assert lines(SectionKey.DIFFICULTIES, replace(BARE, tasks=(task(parts=parts),))) == [
            "1. Khó khăn, vướng mắc",
            "- Việc I.1 (Phụ lục 4, I.1; Công an phường): thiếu máy;",
            "- Việc I.1 (Phụ lục 4, I.1; Đảng ủy, theo báo cáo Quý II/2026): UBND chưa cấp vốn.",
            "2. Kiến nghị, đề xuất",
            "- Việc I.1 (Phụ lục 4, I.1; Công an phường): Sở hướng dẫn cách tính.",
        ]

    @pytest.mark.parametrize(
        ("tasks", "period", "sentence"),
        [
            ((), "2026-Q3", "Chưa có đơn vị nào báo cáo khó khăn, vướng mắc, kiến nghị."),
            ((task(told=False),), "2026-Q3", "Chưa có đơn vị nào báo cáo khó khăn, vướng mắc, kiến nghị."),
            (
                (task(),),
                "2026-9M",
                "Trong 9 tháng đầu năm, các đơn vị không nêu khó khăn, vướng mắc và không có kiến nghị.",
            ),
        ],
    )
    def test_silence_is_said_once(self, tasks, period, sentence):
        facts = replace(BARE, tasks=tasks, period=PeriodCode.parse(period))
        assert lines(SectionKey.DIFFICULTIES, facts) == [sentence]


class TestWhatComesNext:
    @pytest.mark.parametrize(
        ("period", "time"),
        [
            ("2026-Q1", "quý II năm 2026"),
            ("2026-Q3", "quý IV năm 2026"),
            ("2026-Q4", "năm 2027"),
            ("2026-H1", "6 tháng cuối năm 2026"),
            ("2026-9M", "quý IV năm 2026"),
            ("2026-Y", "năm 2027"),
        ],
    )
    def test_is_the_time_after_the_period(self, period, time):
        told = lines(SectionKey.AHEAD, with_indicators(period=period))
        assert told == [f"Trong {time}, Ủy ban nhân dân phường Hải An tiếp tục triển khai kế hoạch theo phân công."]

    def test_follows_from_how_things_stand(self):
        facts = with_indicators(
            BUDGET,
            fact(Status.ATTENTION, "7", leader="Bùi Quang Ngân"),
            fact(Status.LATE, "9", leader="Bùi Quang Ngân"),
            fact(Status.FAILED, "10"),
            fact(Status.MISSING, "27"),
            fact(Status.MET, "2"),
            tasks=(task(), task(overdue=True), task(TaskStatus.NOT_STARTED, told=False)),
        )
        assert lines(SectionKey.AHEAD, facts)[1:] == [
            "- Đồng chí Vũ Doãn Dũng chỉ đạo các đơn vị chủ trì có giải pháp cụ thể đối với 01 chỉ tiêu chậm hoặc cần "
            "chú ý (chỉ tiêu 6);",
            "- Đồng chí Bùi Quang Ngân chỉ đạo các đơn vị chủ trì có giải pháp cụ thể đối với 02 chỉ tiêu chậm hoặc "
            "cần chú ý (chỉ tiêu 7 và 9);",
            "- Chỉ đạo các đơn vị chủ trì có giải pháp cụ thể đối với 01 chỉ tiêu chậm hoặc cần chú ý (chỉ tiêu 10);",
            "- Đôn đốc Công an phường cung cấp số liệu của 01 chỉ tiêu chưa có số liệu;",
            "- Hoàn thành 01 nhiệm vụ đã quá thời hạn;",
            "- Triển khai 01 nhiệm vụ chưa triển khai hoặc chưa có báo cáo tiến độ;",
            "- Tiếp tục triển khai 01 nhiệm vụ đang thực hiện, bảo đảm đúng tiến độ, thời hạn được giao;",
            "- Duy trì kết quả của 01 chỉ tiêu đạt mục tiêu năm.",
        ]


class TestTheWholeText:
    def test_begins_and_ends_as_a_report_does(self):
        assert lines(SectionKey.OPENING, BARE) == [
            "Thực hiện Kế hoạch số 33/KH-UBND ngày 16/01/2026 của Ủy ban nhân dân phường Hải An, Ủy ban nhân dân "
            "phường báo cáo kết quả thực hiện quý III năm 2026 (số liệu từ ngày 15/06/2026 đến ngày 14/09/2026) như "
            "sau:"
        ]
        assert lines(SectionKey.CLOSING, BARE) == [
            "Trên đây là báo cáo kết quả thực hiện Kế hoạch số 33/KH-UBND quý III năm 2026 của Ủy ban nhân dân phường "
            "Hải An, kính gửi Sở Khoa học và Công nghệ thành phố Hải Phòng tổng hợp./."
        ]

    def test_has_its_sections_in_order(self):
        found = narrative(BARE, NO_EDITS)
        assert [section.key for section in found] == list(SectionKey)
        assert [section.heading for section in found] == [
            "",
            *(LABELS[key].upper() for key in list(SectionKey)[1:-1]),
            "",
        ]

    def test_takes_the_coordinators_words_section_by_section(self):
        edits = Edits({SectionKey.AHEAD: "Tập trung số hóa."})
        assert lines(SectionKey.AHEAD, BARE, edits) == ["Tập trung số hóa."]
        assert lines(SectionKey.OPENING, BARE, edits) == lines(SectionKey.OPENING, BARE)

    @pytest.mark.parametrize("typed", ["Kính gửi Sở tổng hợp", "Kính gửi Sở tổng hợp.", "Kính gửi Sở tổng hợp./."])
    def test_ends_as_a_report_must_whatever_was_typed(self, typed):
        assert lines(SectionKey.CLOSING, BARE, Edits({SectionKey.CLOSING: typed})) == ["Kính gửi Sở tổng hợp./."]

    def test_knows_headings_items_and_sentences_by_their_first_and_last_signs(self):
        text = "1. Chỉ tiêu chậm\n\n1.2. Mục nhỏ\n  - Một;\n2. Hai câu trọn vẹn.\n03 chỉ tiêu đạt\n"
        assert [(part.kind, part.text) for part in paragraphs(text)] == [
            ("heading", "1. Chỉ tiêu chậm"),
            ("heading", "1.2. Mục nhỏ"),
            ("item", "- Một;"),
            ("body", "2. Hai câu trọn vẹn."),
            ("body", "03 chỉ tiêu đạt"),
        ]

    def test_tells_by_its_digest_whether_the_data_moved(self):
        def digests(facts):
            return {section.key: section.digest for section in built_sections(facts)}

        before, after = digests(with_indicators(BUDGET)), digests(with_indicators(replace(BUDGET, value="2%")))
        assert {key for key in before if before[key] != after[key]} == {SectionKey.RESULTS}

    @given(
        st.lists(st.sampled_from(Status), max_size=12),
        st.lists(st.tuples(st.sampled_from(TaskStatus), st.booleans(), st.booleans()), max_size=6),
        st.sampled_from(["2026-Q1", "2026-Q4", "2026-H1", "2026-9M", "2026-Y"]),
        st.sampled_from(["", ".", " \n ", "Thiếu máy.", "- Thiếu vốn;\n- Thiếu người;", "UBND chưa cấp"]),
    )
    def test_never_counts_nothing_and_leaves_no_loose_end(self, statuses, tasks, period, words):
        facts = with_indicators(
            *(fact(status, str(n), explanation=words, nothing_reason=words) for n, status in enumerate(statuses)),
            period=period,
            tasks=tuple(
                task(status, overdue=late, told=told, parts=(PartFact(unit="X", told=told, difficulties=words),))
                for status, late, told in tasks
            ),
        )
        for section in narrative(facts, NO_EDITS):
            for line in section.text.split("\n"):
                assert line.strip() == line != ""
                assert not re.search(r"\b0+ (chỉ tiêu|nhiệm vụ)|\(\)|  |: ?[;.]$|None|, [,;.]", line), line
                heading = re.match(r"\d+\. ", line)
                assert heading or line.endswith((".", ";", ":")), line
        counted = re.match(r"Trong (\d+) chỉ tiêu .*? có (.*?)[;(]", narrative(facts, NO_EDITS)[1].text)
        if counted:
            assert int(counted[1]) == sum(map(int, re.findall(r"(\d+) chỉ tiêu", counted[2])))


class TestWords:
    @pytest.mark.parametrize(
        ("items", "text"),
        [([], ""), (["1"], "1"), (["1", "2"], "1 và 2"), (["1", "2", "3"], "1, 2 và 3"), (["A, B", "C"], "A, B; C")],
    )
    def test_lists(self, items, text):
        assert listed(items) == text

    @pytest.mark.parametrize(
        ("typed", "line"),
        [
            ("Dự án chậm,\n do thẩm định.", "Dự án chậm, do thẩm định"),
            ("- Thiếu vốn;\n- Thiếu người;", "Thiếu vốn; Thiếu người"),
            ("Do:\n+ mưa\n+ bão.", "Do; mưa; bão"),
            (" . ", ""),
            ("", ""),
        ],
    )
    def test_of_a_unit_become_one_line(self, typed, line):
        assert one_line(typed) == line

    @pytest.mark.parametrize(
        ("text", "small"),
        [
            ("Dự án chậm", "dự án chậm"),
            ("UBND chưa cấp", "UBND chưa cấp"),
            ("5G chưa phủ", "5G chưa phủ"),
            ("", ""),
            ("Đảng ủy chưa họp", "Đảng ủy chưa họp"),
            ("Đảng viên ít", "đảng viên ít"),
            ("Phòng KT chậm", "Phòng KT chậm"),
            ("Phòng máy hỏng", "phòng máy hỏng"),
            ("Do Sở chậm", "do Sở chậm"),
        ],
    )
    def test_after_a_colon(self, text, small):
        assert small_start(text) == small

    @pytest.mark.parametrize(
        ("printed", "name"),
        [
            ("Triển khai nền tảng số " * 20 + "(Phụ lục).", "Triển khai nền tảng số " * 20 + "(Phụ lục)"),
            ("Giao thông. (sử dụng sổ)", "Giao thông (sử dụng sổ)"),
            ("Hoàn thiện quy định... (bản mới)", "Hoàn thiện quy định... (bản mới)"),
        ],
    )
    def test_of_a_name_are_never_cut(self, printed, name):
        assert whole_name(printed) == name
