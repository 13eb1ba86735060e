"""The files of plan 33 against the printed plan: an independent reading of nguon.txt, cell by cell.

Nothing here trusts the CSV files: the printed cells are read again from the source, the corrections are
applied from the register alone, and the counts are those the domain description states.
"""

import csv
import hashlib
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "ke-hoach-33"
SOURCE_SHA256 = "4682efe240803a2ab0834a3c394acef627b3fd98617cf3277257c9de944bc50f"
HEADERS = {
    "phuong": "ma ten thanh_pho co_quan ten_co_quan dia_danh noi_gui",
    "don-vi": "ma ten ten_ngan loai thu_tu ten_khac ghi_chu",
    "lanh-dao": "ma ho_ten ten_ngan chuc_danh chuc_vu_dang tu_ngay den_ngay the_thuc_ky",
    "ke-hoach": "so ngay_ban_hanh nam ten nguong nguong_thay_doi dau_moi phuong",
    "nhom": "ma phu_luc so so_in ten in_ra dong thu_tu nguon_kinh_phi",
    "chi-tieu": "ma nhom tt nam_dich ten ten_in ten_ngan dvt thuoc_do chieu luy_ke tan_suat tu_so_la_tien"
    " ket_qua_2025_in ket_qua_2025 muc_tieu_in muc_tieu chi_dao_in chi_dao chu_tri_in chu_tri bao_cao"
    " cap_2030 kieu_cap noi_dung ghi_chu dong",
    "nhiem-vu": "ma nhom tt ten ten_in nhiem_vu_71 nhiem_vu_71_in so_71 chu_tri_in chu_tri phoi_hop_in"
    " phoi_hop san_pham san_pham_in thoi_han_in thoi_han han_ngay loai_han nguon_kinh_phi bao_cao"
    " chi_tieu noi_dung ghi_chu dong",
    "noi-dung": "so loai noi_dung noi_dung_in dong_dau dong_cuoi thu_tu",
    "dinh-chinh": "dong noi in_ra dung ly_do loai",
}
ROMAN = ["I", "II", "III", "IV"]
# What the printed columns of each appendix are, left to right, in the words of the CSV files.
COLUMNS = {
    1: ["tt", "ten_in", "ket_qua_2025_in", "muc_tieu_in", "chi_dao_in", "chu_tri_in"],
    2: ["tt", "ten_in", "dvt", "muc_tieu_in", "chu_tri_in"],
    3: ["tt", "ten_in", "nhiem_vu_71_in", "so_71", "chu_tri_in", "san_pham_in", "thoi_han_in"],
    4: ["tt", "ten_in", "chu_tri_in", "phoi_hop_in", "san_pham_in", "thoi_han_in"],
    5: ["tt", "ten_in", "chu_tri_in", "phoi_hop_in"],
}
CODED_CELLS = [("chi-tieu", "chu_tri"), ("nhiem-vu", "chu_tri"), ("nhiem-vu", "phoi_hop")]
COLLECTIVE_KINDS = {"collective", "external"}

Row = dict[str, str]


# --- the files ---------------------------------------------------------------------------------------------


@cache
def lines() -> list[str]:
    """The printed plan; lines()[n] is its line n, counted from 1."""
    return ["", *(FOLDER / "nguon.txt").read_bytes().decode("utf-8").split("\n")]


@cache
def rows(name: str) -> list[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def by_code(name: str) -> dict[str, Row]:
    return {row["ma"]: row for row in rows(name)}


def indicators(appendix: int) -> list[Row]:
    return [row for row in rows("chi-tieu") if row["ma"].startswith(f"PL{appendix}.")]


def codes(cell: str) -> list[str]:
    return cell.split("; ") if cell else []


def numbers(found: list[Row]) -> list[int]:
    return [int(row["tt"]) for row in found]


# --- the printed plan, read again --------------------------------------------------------------------------


@cache
def printed_tables() -> tuple[list[Row], list[Row]]:
    """Sections and rows of the five appendices, split at TAB only."""
    sections: list[Row] = []
    entries: list[Row] = []
    appendix = "0"
    for number, line in enumerate(lines()):
        if heading := re.match(r"Phụ lục (\d)", line):
            appendix = heading[1]
        cells = line.split("\t")
        if len(cells) == 1 or cells[0] in ("STT", "TT"):
            continue
        if re.fullmatch(r"[IVX]+\.?", cells[0]):
            place = sum(section["phu_luc"] == appendix for section in sections)
            code = f"PL{appendix}.{ROMAN[place]}"
            sections.append({"ma": code, "phu_luc": appendix, "so_in": cells[0], "in_ra": cells[1]})
            sections[-1]["dong"] = str(number)
            assert not any(cells[2:])
        else:
            entry = dict(zip(COLUMNS[int(appendix)], cells, strict=True))
            section_code = sections[-1]["ma"]
            code = f"PL1.{cells[0]}" if appendix == "1" else f"{section_code}.{cells[0]}"
            entries.append(entry | {"ma": code, "nhom": section_code, "dong": str(number)})
    return sections, entries


@cache
def printed_clauses() -> list[Row]:
    """The body's part II: numbered items; a paragraph without number or dash continues the one before."""
    first, last = lines().index("II. NỘI DUNG, NHIỆM VỤ"), lines().index("III. PHÂN CÔNG NHIỆM VỤ")
    clauses: list[Row] = []
    for number in range(first + 1, last):
        line = lines()[number]
        if not line:
            continue
        if item := re.match(r"(\d+(?:\.\d+)?)\. ", line):
            text = line[item.end() :]
            clauses.append({"so": item[1], "noi_dung_in": text, "dong_dau": str(number)})
        else:
            clauses[-1]["noi_dung_in"] += ("\n\n" if line.startswith("- ") else "\n") + line
        clauses[-1]["dong_cuoi"] = str(number)
    return clauses


def line_codes() -> dict[int, str]:
    sections, entries = printed_tables()
    found = {int(row["dong"]): row["ma"] for row in [*sections, *entries]}
    for clause in printed_clauses():
        found |= dict.fromkeys(range(int(clause["dong_dau"]), int(clause["dong_cuoi"]) + 1), clause["so"])
    return found


# --- the register of corrections ---------------------------------------------------------------------------


def register_lines(entry: Row) -> list[int]:
    """Line numbers: "23; 27" names two lines, "45/47" one paragraph split over both."""
    return [int(number) for number in re.split("; |/", entry["dong"])]


def register_texts(entry: Row) -> list[str]:
    texts = [lines()[number] for number in register_lines(entry)]
    return ["\n".join(texts)] if "/" in entry["dong"] else texts


def entries_of_kind(kind: str) -> list[Row]:
    return [entry for entry in rows("dinh-chinh") if entry["loai"] == kind]


def concerns(entry: Row, cell_lines: set[int]) -> bool:
    named = set(register_lines(entry))
    return named <= cell_lines if "/" in entry["dong"] else bool(named & cell_lines)


def corrected(printed: str, first: str, last: str | None = None) -> str:
    """The printed cell with the corrections registered for its lines, longest first, and nothing else."""
    cell_lines = set(range(int(first), int(last or first) + 1))
    for entry in sorted(entries_of_kind("sửa"), key=lambda entry: -len(entry["in_ra"])):
        if concerns(entry, cell_lines):
            printed = printed.replace(entry["in_ra"], entry["dung"])
    return printed


# --- names of units ----------------------------------------------------------------------------------------


@cache
def aliases() -> list[tuple[str, str]]:
    """(spelling in lower case, unit code), longest first."""
    found = [
        (name.casefold(), unit["ma"])
        for unit in rows("don-vi")
        for name in [unit["ten"], *filter(None, unit["ten_khac"].split(" | "))]
    ]
    return sorted(found, key=lambda pair: -len(pair[0]))


def resolved(cell: str) -> tuple[list[str], str]:
    """Unit codes in printed order, and what is left of the cell without them."""
    alternatives = "|".join(re.escape(name) for name, _ in aliases())
    pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
    unit_of = dict(aliases())
    text = cell.casefold()
    return [unit_of[name] for name in pattern.findall(text)], pattern.sub(" ", text)


# --- files as files ----------------------------------------------------------------------------------------


def test_the_source_is_the_printed_plan_byte_for_byte():
    assert hashlib.sha256((FOLDER / "nguon.txt").read_bytes()).hexdigest() == SOURCE_SHA256


def test_the_last_line_is_there_although_no_newline_ends_it():
    assert len(lines()) - 1 == 308
    assert lines()[308].startswith("4\tTập huấn AI và Chuyển đổi số\t")
    assert by_code("nhiem-vu")["PL5.II.4"]["ten"] == "Tập huấn AI và Chuyển đổi số"
    assert by_code("nhiem-vu")["PL5.II.4"]["dong"] == "308"


@pytest.mark.parametrize("name", HEADERS)
def test_files_are_plain_csv_in_nfc_with_the_agreed_columns(name):
    data = (FOLDER / f"{name}.csv").read_bytes()
    text = data.decode("utf-8")
    assert not data.startswith(b"\xef\xbb\xbf")
    assert "\r" not in text
    assert text.endswith("\n")
    assert text == unicodedata.normalize("NFC", text)
    assert text.splitlines()[0] == HEADERS[name].replace(" ", ",")
    for row in rows(name):
        assert None not in row
        assert None not in row.values()
        assert all(value == value.strip() for value in row.values())


@pytest.mark.parametrize(
    ("name", "key", "count"),
    [
        ("phuong", "ma", 1),
        ("don-vi", "ma", 19),
        ("lanh-dao", "ma", 3),
        ("ke-hoach", "so", 1),
        ("nhom", "ma", 13),
        ("chi-tieu", "ma", 44),
        ("nhiem-vu", "ma", 19),
        ("noi-dung", "so", 52),
    ],
)
def test_codes_are_unique_and_nothing_is_missing(name, key, count):
    keys = [row[key] for row in rows(name)]
    assert len(keys) == len(set(keys)) == count
    assert all(keys)


def test_rows_stand_in_printed_order():
    for name in ("nhom", "chi-tieu", "nhiem-vu"):
        order = [int(row["dong"]) for row in rows(name)]
        assert order == sorted(order)
    for name in ("nhom", "don-vi", "noi-dung"):
        assert [int(row["thu_tu"]) for row in rows(name)] == list(range(1, len(rows(name)) + 1))


def test_references_lead_somewhere():
    units, leaders, sections = by_code("don-vi"), by_code("lanh-dao"), by_code("nhom")
    for row in [*rows("chi-tieu"), *rows("nhiem-vu")]:
        assert row["nhom"] in sections
        named = codes(row["chu_tri"]) + codes(row.get("phoi_hop", "")) + codes(row["bao_cao"])
        assert set(named) <= set(units)
        assert row.get("chi_dao", "") in {"", *leaders}
        assert row.get("cap_2030", "") in {"", *(goal["ma"] for goal in indicators(2))}
    (plan,) = rows("ke-hoach")
    assert plan["dau_moi"] in units
    assert plan["phuong"] == rows("phuong")[0]["ma"]


# --- cell by cell ------------------------------------------------------------------------------------------


def test_the_plan_itself_is_as_printed():
    (plan,) = rows("ke-hoach")
    assert lines()[3] == f"Số: {plan['so']}"
    assert lines()[9] == plan["ten"]
    assert lines()[5] == "Hải An, ngày 16 tháng 01 năm 2026"
    assert (plan["ngay_ban_hanh"], plan["nam"], plan["nguong"]) == ("16/01/2026", "2026", "0.10")
    assert plan["nguong_thay_doi"] == "0.30"
    assert plan["dau_moi"] == "VHXH"


def test_the_ward_is_the_one_that_issued_the_plan():
    assert list(rows("phuong")[0].values()) == [
        "hai-an",
        "Phường Hải An",
        "Hải Phòng",
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG HẢI AN",
        "Hải An",
        "Sở Khoa học và Công nghệ thành phố Hải Phòng",
    ]


def test_every_section_is_as_printed():
    sections, _ = printed_tables()
    columns = ["ma", "phu_luc", "so_in", "in_ra", "dong"]
    assert [{name: row[name] for name in columns} for row in rows("nhom")] == sections
    for row in rows("nhom"):
        assert row["ten"] == corrected(row["in_ra"], row["dong"])
        assert row["so"] == corrected(row["so_in"], row["dong"]).rstrip(".")
        assert row["ma"] == f"PL{row['phu_luc']}.{row['so']}"


def test_every_printed_cell_of_the_appendices_is_there():
    _, entries = printed_tables()
    filed = [*rows("chi-tieu"), *rows("nhiem-vu")]
    assert [{name: row[name] for name in entry} for row, entry in zip(filed, entries, strict=True)] == entries
    for row, entry in zip(filed, entries, strict=True):
        unprinted = {name for name in row if name.endswith("_in")} - set(entry)
        assert not any(row[name] for name in unprinted)


def test_every_used_text_is_the_printed_one_with_the_registered_corrections():
    for row in [*rows("chi-tieu"), *rows("nhiem-vu")]:
        pairs = {name: name.removesuffix("_in") for name in row if name.endswith("_in")}
        coded = {"chi_dao_in", "chu_tri_in", "phoi_hop_in"}
        for printed, used in pairs.items():
            if printed in coded or (used == "thoi_han" and row["ma"].startswith("PL5")):
                continue
            assert row[used] == corrected(row[printed], row["dong"]), (row["ma"], used)


def test_every_clause_is_as_printed_with_the_registered_corrections():
    columns = ["so", "noi_dung_in", "dong_dau", "dong_cuoi"]
    assert [{name: row[name] for name in columns} for row in rows("noi-dung")] == printed_clauses()
    for row in rows("noi-dung"):
        expected = corrected(row["noi_dung_in"], row["dong_dau"], row["dong_cuoi"])
        assert row["noi_dung"] == expected, row["so"]
        assert not re.search(r"(?<!\n)\n(?!\n)", row["noi_dung"]), "a page break is left"


def test_no_markup_and_no_registered_error_is_left_in_used_texts():
    used = [
        value
        for name in ("nhom", "chi-tieu", "nhiem-vu", "noi-dung")
        for row in rows(name)
        for column, value in row.items()
        if not column.endswith("_in") and column not in ("in_ra", "ghi_chu", "so")
    ]
    errors = ["CDS", "KHCCN", "BKHHCN", "VneID", "VHXX", "ĐMS,", "cho cho", "của của", 'website...)"']
    errors += ["<", ">", "$", "*", "\\"]
    assert not [(error, text) for text in used for error in errors if error in text]


# --- the register ------------------------------------------------------------------------------------------


def test_the_register_tells_corrections_from_what_was_kept():
    assert {entry["loai"] for entry in rows("dinh-chinh")} == {"sửa", "giữ nguyên"}
    for entry in rows("dinh-chinh"):
        assert (entry["in_ra"] == entry["dung"]) == (entry["loai"] == "giữ nguyên")
        assert entry["ly_do"]


def test_every_registered_text_is_really_printed_on_its_lines():
    for entry in rows("dinh-chinh"):
        assert all(entry["in_ra"] in text for text in register_texts(entry)), entry


def test_a_correction_of_a_word_names_every_line_where_the_word_stands():
    not_everywhere_wrong = {"III.", "học bạ số", "đôi số"}  # right elsewhere, or wrong on one line only
    for entry in entries_of_kind("sửa"):
        if "/" in entry["dong"] or entry["in_ra"] in not_everywhere_wrong:
            continue
        assert register_lines(entry) == [n for n, text in enumerate(lines()) if entry["in_ra"] in text]


def test_inside_a_split_clause_a_correction_reaches_its_own_lines_only():
    for clause in printed_clauses():
        inside = range(int(clause["dong_dau"]), int(clause["dong_cuoi"]) + 1)
        for entry in entries_of_kind("sửa"):
            named = set(register_lines(entry)) & set(inside)
            if named and "/" not in entry["dong"]:
                assert named == {number for number in inside if entry["in_ra"] in lines()[number]}


def test_registered_places_are_the_cells_of_the_registered_lines():
    place = line_codes()
    for entry in rows("dinh-chinh"):
        named = register_lines(entry)
        expected = dict.fromkeys(place[number] for number in named if number in place)
        assert codes(entry["noi"]) == ([] if len(named) > 10 else list(expected)), entry


def test_the_corrections_the_domain_lists_are_all_registered():
    def where(printed: str, used: str) -> str:
        (found,) = [e["dong"] for e in rows("dinh-chinh") if (e["in_ra"], e["dung"]) == (printed, used)]
        return found

    assert sum(text.count("CDS") for text in lines()) == 57
    assert len(where("CDS", "CĐS").split("; ")) == 46
    for place, printed, used in [
        ("11; 161", "giao đoạn", "giai đoạn"),
        ("15", "đôi số", "đổi số"),
        ("37", "dịch tại phường", "dịch vụ tại phường"),
        ("39", "công để phục vụ", "công chức để phục vụ"),
        ("27; 111", "BKHHCN", "BKHCN"),
        ("93", "ĐMS,", "ĐMST,"),
        ("93", "cho cho", "cho"),
        ("101", "KHCCN", "KHCN"),
        ("159", "của của", "của"),
        ("193", "VHXX", "VHXH"),
        ("201", "THEO DỐI", "THEO DÕI"),
        ("212", "phần đầu", "phấn đấu"),
        ("215", "VneID", "VNeID"),
        ("230", "III.", "IV."),
        ("230", "chuyên đổi số", "chuyển đổi số"),
        ("298", "CHUYÊN ĐỔI SỐ", "CHUYỂN ĐỔI SỐ"),
        ("231", "$\\geq 0,77$", "≥ 0,77"),
        ("269", "hoàn hành", "hoàn thành"),
        ("270", "KHÍ THỂ", "KHÍ THẾ"),
        ("272", "Phân đầu", "Phấn đấu"),
        ("273", "KHẨN TRƯỞNG", "KHẨN TRƯƠNG"),
        ("273", "LỢI THỂ", "LỢI THẾ"),
        ("240", "(VNeID),", "(VNeID)"),
        ("285", 'website...)"', "website...)"),
    ]:
        assert where(printed, used) == place
    kept = {entry["in_ra"]: entry["dong"] for entry in entries_of_kind("giữ nguyên")}
    assert kept["6G"] == "209; 210"
    assert kept["?"] == "220; 221"
    assert (kept["73/2017/NĐ-CP"], kept["73/2019/NĐ-CP"]) == ("81", "155")
    assert kept["Tháng 12/2025"] == "290"
    assert {"hàng năm", "hằng năm", "Tỉ lệ", "Tỷ lệ", "Gbps/s", "Gb/s", "TT - BGDĐT", "A.I", "-"} <= set(kept)


def test_page_breaks_and_repeated_headers_are_where_the_domain_says():
    breaks = [entry["dong"] for entry in entries_of_kind("sửa") if "/" in entry["dong"]]
    assert breaks == ["13/15", "45/47", "55/57", "71/73", "89/91", "115/117", "127/129", "159/161"]
    for entry in entries_of_kind("sửa"):
        if "/" in entry["dong"]:
            assert entry["dung"] == entry["in_ra"].replace("\n", " ")
    header_rows = [n for n, line in enumerate(lines()) if line.startswith(("STT\t", "TT\t"))]
    assert header_rows == [204, 217, 229, 247, 269, 281, 288, 301]


# --- units, leaders, who reports ---------------------------------------------------------------------------


def test_no_spelling_belongs_to_two_units_and_all_stand_in_the_plan():
    spellings = [name for name, _ in aliases()]
    assert len(spellings) == len(set(spellings))
    plan = "\n".join(lines()).casefold()
    assert [name for name in spellings if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plan)] == []


def test_every_unit_cell_resolves_to_its_codes_and_nothing_remains():
    for name, column in CODED_CELLS:
        for row in rows(name):
            found, rest = resolved(row[f"{column}_in"])
            assert found == codes(row[column]), row["ma"]
            assert re.fullmatch(r"(?:[,;\s]|\bvà\b)*", rest), (row["ma"], rest)


def test_longest_spelling_wins_and_case_does_not_matter():
    assert resolved("Văn phòng Đảng ủy, Văn phòng HĐND và UBND phường")[0] == ["VPDU", "VPHDND"]
    assert resolved("CÁC ĐƠN VỊ TRỰC THUỘC UBND PHƯỜNG")[0] == ["TT_DVTT"]
    assert resolved("Phòng Kinh tế, Hạ tầng và Đô thị và các phòng, đơn vị liên quan")[0] == [
        "KTHTDT",
        "TT_PDVLQ",
    ]


def test_units_are_those_of_the_domain():
    single = ["VHXH", "KTHTDT", "TTPVHCC", "VPHDND", "VPDU", "CAP", "TTDVSNC", "UBND", "DU", "TCNSCD"]
    together = ["TT_CQCM", "TT_DVTT", "TT_PQLNN", "TT_PDVLQ", "TT_CQDVLQ", "TT_TRUONG", "TT_CQDT"]
    assert [unit["ma"] for unit in rows("don-vi")] == [*single, *together, "UBNDTP", "SOKHCN"]
    assert by_code("don-vi")["UBND"]["loai"] == "collective"
    kinds = Counter(unit["loai"] for unit in rows("don-vi"))
    assert kinds == {
        "department": 2, "centre": 2, "office": 1, "party": 2, "police": 1, "community": 1,
        "collective": 8, "external": 2,
    }  # fmt: skip


def test_leaders_resolve_whatever_the_dash():
    leaders = by_code("lanh-dao")
    for row in indicators(1):
        cell = re.fullmatch(r"Đồng chí (.+?)\s*[-–]\s*(\w+), (.+)", row["chi_dao_in"])
        assert cell
        leader = leaders[row["chi_dao"]]
        assert list(cell.groups()) == [leader["ho_ten"], leader["chuc_vu_dang"], leader["chuc_danh"]]
    assert not any(row["chi_dao"] for row in indicators(2))


def test_leaders_sign_by_their_office():
    deputy = ("Phó Chủ tịch UBND phường", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH")
    signs = {row["ho_ten"]: (row["chuc_danh"], row["the_thuc_ky"]) for row in rows("lanh-dao")}
    assert signs == {
        "Cao Huy Hiếu": ("Chủ tịch UBND phường", "CHỦ TỊCH"),
        "Bùi Quang Ngân": deputy,
        "Vũ Doãn Dũng": deputy,
    }
    assert not any(leader["tu_ngay"] or leader["den_ngay"] for leader in rows("lanh-dao"))


def test_leaders_direct_26_2_and_1():
    directed = {leader["ho_ten"]: leader["ma"] for leader in rows("lanh-dao")}
    assert Counter(row["chi_dao"] for row in indicators(1)) == {
        directed["Bùi Quang Ngân"]: 26,
        directed["Vũ Doãn Dũng"]: 2,
        directed["Cao Huy Hiếu"]: 1,
    }
    assert [row["tt"] for row in indicators(1) if row["chi_dao"] == directed["Vũ Doãn Dũng"]] == ["6", "26"]
    assert by_code("chi-tieu")["PL1.29"]["chi_dao"] == directed["Cao Huy Hiếu"]


def test_who_reports_indicators():
    owed = {row["tt"]: row["bao_cao"] for row in indicators(1)}
    assert Counter(owed.values()) == {"VHXH": 18, "TTPVHCC": 6, "KTHTDT": 2, "CAP": 2, "VPHDND": 1}
    for row in rows("chi-tieu"):
        first_lead = codes(row["chu_tri"])[0]
        assert row["bao_cao"] == ("VPHDND" if row["ma"] == "PL1.29" else first_lead)
    assert codes(by_code("chi-tieu")["PL1.29"]["chu_tri"]) == ["VPDU", "VPHDND"]


def test_who_reports_tasks():
    kinds = {unit["ma"]: unit["loai"] for unit in rows("don-vi")}
    for row in rows("nhiem-vu"):
        single = [code for code in codes(row["chu_tri"]) if kinds[code] not in COLLECTIVE_KINDS]
        assert codes(row["bao_cao"]) == (single or ["VHXH"]), row["ma"]
    owed = Counter(code for row in rows("nhiem-vu") for code in codes(row["bao_cao"]))
    assert owed == {"VHXH": 15, "TTPVHCC": 2, "TTDVSNC": 3, "DU": 1}


# --- the indicators by the numbers -------------------------------------------------------------------------


def is_number(cell: str) -> bool:
    return any(character.isdigit() for character in cell)


def is_lower_bound(cell: str) -> bool:
    return is_number(cell) and ("≥" in cell or "ít nhất" in cell)


def test_sections_of_the_first_appendix():
    assert list(Counter(row["nhom"] for row in indicators(1)).items()) == [
        ("PL1.I", 5), ("PL1.II", 12), ("PL1.III", 1), ("PL1.IV", 11),
    ]  # fmt: skip
    assert numbers(indicators(1)) == list(range(1, 30))


def test_baselines_by_the_numbers():
    cells = [row["ket_qua_2025"] for row in indicators(1)]
    assert sum(map(is_number, cells)) == 19
    assert sum(map(is_lower_bound, cells)) == 8
    dashes = [row for row in indicators(1) if row["ket_qua_2025"] == "-"]
    assert numbers(dashes) == [4, 5, 10, 15, 16, 17, 18, 27]
    assert numbers([row for row in indicators(1) if row["ket_qua_2025"] == "?"]) == [12, 13]


def test_targets_by_the_numbers():
    assert sum(is_number(row["muc_tieu"]) for row in indicators(1)) == 25
    bounds = [row for row in indicators(1) if is_lower_bound(row["muc_tieu"])]
    assert numbers(bounds) == [6, 16, 17, 19, 27]
    assert numbers([row for row in indicators(1) if row["muc_tieu"] == "-"]) == [4, 5, 10, 18]
    assert by_code("chi-tieu")["PL1.6"]["muc_tieu"] == "phấn đấu ít nhất 3%"


def test_indicators_to_keep_at_100():
    kept = [row for row in indicators(1) if row["ket_qua_2025"] == row["muc_tieu"] == "100%"]
    assert numbers(kept) == [2, 8, 11, 14, 21, 23, 24, 25]


def test_underlined_cells_are_remembered_in_a_note():
    underlined = [row for row in rows("chi-tieu") if "<u>" in row["ket_qua_2025_in"] + row["muc_tieu_in"]]
    assert numbers(underlined) == [8, 11, 12, 14, 23, 25]
    noted = [row for row in rows("chi-tieu") if "gạch chân" in row["ghi_chu"]]
    assert noted == underlined
    assert all("In gạch chân trong bản gốc, không rõ ý nghĩa" in row["ghi_chu"] for row in noted)


def test_measures_accumulation_and_frequency():
    assert Counter(row["thuoc_do"] for row in indicators(1)) == {"percent": 27, "index": 1, "count": 1}
    assert {row["thuoc_do"] for row in indicators(2)} == {"percent"}
    code = by_code("chi-tieu")
    assert (code["PL1.19"]["thuoc_do"], code["PL1.19"]["dvt"]) == ("index", "chỉ số")
    assert (code["PL1.18"]["thuoc_do"], code["PL1.18"]["dvt"]) == ("count", "sáng kiến/năm")
    assert {row["chieu"] for row in rows("chi-tieu")} == {"higher"}
    assert [c for c in code if code[c]["luy_ke"] == "cumulative"] == ["PL1.6", "PL1.18"]
    assert {row["luy_ke"] for row in rows("chi-tieu")} == {"cumulative", "point"}
    assert [c for c in code if code[c]["tu_so_la_tien"] == "1"] == ["PL1.6", "PL2.II.1"]
    assert {row["tu_so_la_tien"] for row in rows("chi-tieu")} == {"0", "1"}
    yearly = [row["ma"] for row in rows("chi-tieu") if row["tan_suat"] == "yearly"]
    assert yearly == ["PL1.19", *(row["ma"] for row in indicators(2))]
    assert {row["tan_suat"] for row in rows("chi-tieu")} == {"quarterly", "yearly"}


def test_the_goals_of_2030_by_the_numbers():
    goals = indicators(2)
    assert len(goals) == 15
    assert {row["nam_dich"] for row in goals} == {"2030"}
    assert {row["nam_dich"] for row in indicators(1)} == {"2026"}
    assert all(is_number(row["muc_tieu"]) for row in goals)
    bounds = [row["ma"] for row in goals if is_lower_bound(row["muc_tieu"])]
    assert bounds == ["PL2.I.1", "PL2.II.4", "PL2.II.5"]
    assert [row["ma"] for row in goals if "Phấn đấu" in row["muc_tieu"]] == ["PL2.II.1"]
    assert not any(row["ket_qua_2025"] or row["cap_2030"] or row["kieu_cap"] for row in goals)
    assert Counter(row["chu_tri"] for row in goals) == {"TTPVHCC": 5, "VPHDND": 3, "KTHTDT": 1, "VHXH": 6}
    assert Counter(row["dvt"] for row in goals) == {"%": 13, "% tổng chi NSNN": 1, "% dân số": 1}


def test_the_pairs_2026_and_2030():
    pairs = {row["tt"]: (row["cap_2030"], row["kieu_cap"]) for row in indicators(1) if row["cap_2030"]}
    same, near = "cùng thước đo", "gần nhau"
    assert pairs == {
        "3": ("PL2.II.2", same), "23": ("PL2.I.2", same), "13": ("PL2.III.1", same),
        "17": ("PL2.III.2", same), "6": ("PL2.II.1", near), "27": ("PL2.II.4", near),
        "1": ("PL2.II.3", near), "25": ("PL2.I.1", near), "29": ("PL2.I.8", near), "9": ("PL2.II.5", near),
    }  # fmt: skip
    assert not any(row["kieu_cap"] for row in indicators(1) if not row["cap_2030"])
    without = {row["ma"] for row in indicators(2)} - {goal for goal, _ in pairs.values()}
    assert without == {f"PL2.I.{number}" for number in range(3, 8)}


def test_short_names_are_short():
    names = [row["ten_ngan"] for row in rows("chi-tieu")]
    assert all(0 < len(name) <= 45 for name in names)
    for appendix in (1, 2):
        shown = [row["ten_ngan"] for row in indicators(appendix)]
        assert len(shown) == len(set(shown))


# --- tasks and clauses -------------------------------------------------------------------------------------


def test_tasks_by_the_numbers():
    assert Counter(row["ma"][:3] for row in rows("nhiem-vu")) == {"PL3": 4, "PL4": 10, "PL5": 5}
    fourth = [row["ma"] for row in rows("nhiem-vu") if row["ma"].startswith("PL4")]
    assert fourth == [*(f"PL4.I.{n}" for n in range(1, 8)), *(f"PL4.II.{n}" for n in range(9, 12))]
    assert [row["so_71"] for row in rows("nhiem-vu") if row["so_71"]] == ["6", "9", "48", "49"]
    money = Counter(row["nguon_kinh_phi"] for row in rows("nhiem-vu"))
    assert money == {"": 14, "đầu tư công": 1, "thường xuyên": 4}
    section_money = {row["ma"]: row["nguon_kinh_phi"] for row in rows("nhom")}
    assert all(row["nguon_kinh_phi"] == section_money[row["nhom"]] for row in rows("nhiem-vu"))


def test_deadlines_by_the_numbers():
    found = Counter((row["thoi_han"], row["han_ngay"], row["loai_han"]) for row in rows("nhiem-vu"))
    in_words = "Theo thời gian tại các Nghị quyết, Quyết định, Kế hoạch đã phê duyệt"
    assert found == {
        ("Thường xuyên", "", "recurring"): 4,
        ("Hàng năm", "31/12/2026", "date"): 8,
        ("Năm 2026", "31/12/2026", "date"): 5,
        ("Tháng 12/2025", "31/12/2025", "date"): 1,
        (in_words, "", "none"): 1,
    }
    task = by_code("nhiem-vu")
    assert task["PL4.I.6"]["han_ngay"] == "31/12/2025"
    assert task["PL4.II.10"]["loai_han"] == "none"
    assert lines()[298].endswith("NĂM 2026")
    assert all((row["thoi_han"] == "Năm 2026") == row["ma"].startswith("PL5") for row in rows("nhiem-vu"))


def test_the_cells_printed_empty_or_twice():
    task = by_code("nhiem-vu")
    assert [row["ma"] for row in rows("nhiem-vu") if not row["ten"]] == ["PL3.II.2"]
    assert task["PL3.II.2"]["nhiem_vu_71"]
    coordinated = [row for row in rows("nhiem-vu") if not row["ma"].startswith("PL3")]
    assert [row["ma"] for row in coordinated if not row["phoi_hop"]] == ["PL4.II.9"]
    assert [row["ma"] for row in coordinated if row["phoi_hop"] == row["chu_tri"]] == ["PL4.II.10"]


def test_clauses_by_the_numbers():
    items = [row["so"] for row in rows("noi-dung") if row["loai"] == "noi_dung"]
    last_number = {1: 7, 2: 5, 3: 8, 4: 6, 5: 10, 6: 4, 7: 6}
    numbered = [f"{part}.{number}" for part, last in last_number.items() for number in range(1, last + 1)]
    assert items == [number for number in numbered if number not in ("4.4", "7.3")]
    assert len(items) == 44
    assert items.index("5.10") == items.index("5.9") + 1
    assert not {"4.4", "7.3"} & set(items)
    kinds = Counter(row["loai"] for row in rows("noi-dung"))
    assert kinds == {"muc": 7, "noi_dung": 44, "phan": 1}
    assert [row["so"] for row in rows("noi-dung") if row["loai"] == "muc"] == list("1234567")


def test_part_8_keeps_its_two_paragraphs():
    part = rows("noi-dung")[-1]
    assert (part["so"], part["loai"]) == ("8", "phan")
    heading, *paragraphs = part["noi_dung"].split("\n\n")
    assert heading == "Tiếp tục thực hiện các nhiệm vụ, giải pháp"
    assert len(paragraphs) == 2
    assert all(paragraph.startswith("- Văn bản ") for paragraph in paragraphs)
