"""People who act at the same moment against a running server, on both databases: one wins, the other is told.

Threads over HTTP, each with a session of its own; they need no browser, but the sites that the browser tests have.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.page import posts
from tests.visitor import Answer, Visitor

pytestmark = pytest.mark.browser
Q3, Q4 = "2026-Q3", "2026-Q4"
DONE, MOVED = 200, 409


def at_once(*acts) -> list[Answer]:
    gate = Barrier(len(acts))

    def run(act):
        gate.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture(scope="module")
def coordinator(site) -> Visitor:
    return Visitor(site, "daumoi")


@pytest.fixture(scope="module")
def second_window(site) -> Visitor:
    return Visitor(site, "daumoi")


def row(officer, unit, code, typed):
    """What the page posts for one row."""
    sheet = posts(officer.get(f"/nhap/{Q4}/{unit}/").page.one("form", cls="sheet"))
    fields = {name: text for name, text in sheet.items() if name.startswith(f"{code}-")}
    return fields | {f"{code}-value": typed, "csrfmiddlewaretoken": sheet["csrfmiddlewaretoken"]}


def save(officer, unit, code, fields):
    return officer.post(f"/nhap/{Q4}/{unit}/dong/{code}/", fields)


def send(officer, unit):
    page = f"/nhap/{Q4}/{unit}/gui/"
    form = officer.form(page, page)
    explained = {name: "Theo rà soát mới" for name in form if name.endswith("-explanation")}
    assert officer.post(page, form | explained).status_code == DONE


def lines_of(coordinator, **asked):
    """How many lines of the journal there are."""
    query = "&".join(f"{name}={text}" for name, text in asked.items())
    table = coordinator.get(f"/nhat-ky/?{query}").page.all("table", cls="journal-lines")
    return len(table[0].all("tr")) - 1 if table else 0


class TestTwoWindowsOnOneRow:
    def test_the_first_is_kept_and_the_second_sees_both_values(self, site):
        windows = [Visitor(site, "kthtdt") for _ in range(2)]
        for number in range(3):
            typed = [f"4{number},1", f"4{number},2"]
            posted = [row(window, "KTHTDT", "PL1.26", text) for window, text in zip(windows, typed, strict=True)]
            acts = [lambda w=w, f=f: save(w, "KTHTDT", "PL1.26", f) for w, f in zip(windows, posted, strict=True)]
            answers = at_once(*acts)
            assert sorted(answer.status_code for answer in answers) == [DONE, MOVED]
            won, lost = sorted(zip(answers, typed, strict=True), key=lambda pair: pair[0].status_code)
            assert row(windows[0], "KTHTDT", "PL1.26", "")["PL1.26-version"] != posted[0]["PL1.26-version"]
            shown = posts(windows[0].get(f"/nhap/{Q4}/KTHTDT/").page.one("form", cls="sheet"))["PL1.26-value"]
            assert shown == won[1]
            assert won[1] in lost[0].content.decode()
            assert "Người khác" in lost[0].content.decode() or "Chính bạn" in lost[0].content.decode()


@pytest.fixture(params=[("cap", "CAP", "PL1.27", "PL1.28"), ("ttpvhcc", "TTPVHCC", "PL1.20", "PL1.21")])
def party(request, site, coordinator):
    """A unit with one figure that waits for review and one that came back."""
    username, unit, waits, back = request.param
    officer = Visitor(site, username)
    for code in (waits, back):
        assert save(officer, unit, code, row(officer, unit, code, "60")).status_code == DONE
    send(officer, unit)
    review = f"/xem-xet/{Q4}/{unit}/"
    line = coordinator.get(review).page.one("tr", id=f"row-{back}")
    form = coordinator.form(review, f"{review}chap-nhan/")
    chosen = {"which": "chosen", "row": line.one("input", name="row").attributes["value"], "reason": "Sai"}
    assert coordinator.post(f"{review}tra-lai/", form | chosen).status_code == DONE
    return officer, unit, waits, back


def test_accepting_while_the_officer_saves_another_row(party, coordinator):
    officer, unit, waits, back = party
    review = f"/xem-xet/{Q4}/{unit}/"
    form = coordinator.form(review, f"{review}chap-nhan/") | {"which": "all"}
    fields = row(officer, unit, back, "61")
    accepted, saved = at_once(
        lambda: coordinator.post(f"{review}chap-nhan/", form), lambda: save(officer, unit, back, fields)
    )
    assert saved.status_code == DONE
    assert accepted.status_code in {DONE, MOVED}
    state = coordinator.get(review).page.one("tr", id=f"row-{waits}").text
    if accepted.status_code == DONE:
        assert "đã chấp nhận" in state
    else:
        assert "vừa có thay đổi" in accepted.page.one("main").text
        assert "đã gửi" in state
    assert posts(officer.get(f"/nhap/{Q4}/{unit}/").page.one("form", cls="sheet"))[f"{back}-value"] == "61"


class TestDoubleClicks:
    def test_on_accepting_is_one_acceptance(self, site, coordinator, second_window):
        officer = Visitor(site, "vhxh")
        assert save(officer, "VHXH", "PL1.1", row(officer, "VHXH", "PL1.1", "88")).status_code == DONE
        send(officer, "VHXH")
        review = "/xem-xet/2026-Q4/VHXH/"
        form = coordinator.form(review, f"{review}chap-nhan/") | {"which": "all"}
        answers = at_once(*[lambda: coordinator.post(f"{review}chap-nhan/", form)] * 2)
        told = " ".join(answer.page.one("main").text for answer in answers)
        assert {answer.status_code for answer in answers} <= {DONE, MOVED}
        assert "đã được thực hiện trước đó" in told or "vừa có thay đổi" in told
        assert lines_of(coordinator, ma="PL1.1", viec="accept", ky=Q4) == 1

    def test_on_sending_is_one_sending(self, site, coordinator):
        officer = Visitor(site, "ttdvsnc")
        tasks = "/nhap/2026-Q4/TTDVSNC/nhiem-vu/"
        sheet = posts(officer.get(tasks).page.one("form", cls="sheet"))
        code = next(name.removesuffix("-status") for name in sheet if name.endswith("-status"))
        assert officer.post(tasks, sheet | {f"{code}-status": "ongoing"}).status_code == DONE
        page = "/nhap/2026-Q4/TTDVSNC/gui/"
        form = officer.form(page, page)
        answers = at_once(*[lambda: officer.post(page, form)] * 2)
        assert {answer.status_code for answer in answers} <= {DONE, MOVED}
        assert lines_of(coordinator, ma=code, viec="send", ky=Q4) == 1


def test_reopening_while_issuing(coordinator, second_window):
    """The report goes out as it was seen and the row is opened after it; or it is refused and nothing went out."""
    issue, row_page = f"/bao-cao/{Q3}/phat-hanh/", f"/mo-lai/{Q3}/KTHTDT/PL1.6/"
    form = coordinator.form(issue)
    grant = second_window.form(row_page, f"{row_page}cho-mo/") | {"reason": "Đơn vị báo sai"}
    issued, granted = at_once(
        lambda: coordinator.post(issue, form), lambda: second_window.post(f"{row_page}cho-mo/", grant)
    )
    assert granted.status_code == DONE
    assert "Đang mở lại" in second_window.get(row_page).page.one("main").text
    if issued.status_code == DONE:
        assert "/bao-cao-da-phat-hanh/" in issued.address
        assert "đang điều chỉnh" not in issued.page.one("main").text
    else:
        assert issued.status_code == MOVED
        assert "vừa có thay đổi sau khi bạn mở trang" in issued.page.one("main").text
        assert "Quý III/2026" not in coordinator.get("/bao-cao-da-phat-hanh/").page.one("main").text
