"""The journey of one direction in a real browser on both databases: a leader on a phone writes it, an officer answers,
the leader ends it; and every page of it at the office screen, on a phone and on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser import look

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
ASKED = "Rà soát lại mẫu số, báo cáo trước thứ Sáu."
ANSWERED = "Mẫu số đã rà soát: 420 doanh nghiệp."


def test_a_direction_from_the_phone_to_its_end(site, another):
    leader, officer = another("lanhdao"), another("kthtdt")

    # The leader, on the phone, at an indicator.
    leader.set_viewport_size(PHONE)
    leader.goto(f"{site}/chi-tieu/PL1.26/")
    leader.get_by_role("link", name="Ghi ý kiến chỉ đạo…").click()
    expect(leader.get_by_label("Phòng Kinh tế, Hạ tầng và Đô thị")).to_be_checked()
    look(leader, "chi-dao-moi")
    leader.get_by_role("button", name="Ghi và báo cho đơn vị").click()
    expect(leader.get_by_text("Hãy ghi nội dung chỉ đạo.")).to_be_visible()
    expect(leader.get_by_label("Nội dung chỉ đạo")).to_be_focused()
    leader.get_by_label("Nội dung chỉ đạo").fill(ASKED)
    leader.get_by_role("button", name="Ghi và báo cho đơn vị").dblclick()
    expect(leader.get_by_role("heading", level=1)).to_have_text("Ý kiến chỉ đạo")
    expect(leader.get_by_text("còn 7 ngày").first).to_be_visible()
    address = leader.url

    # The officer finds it on top of the own work, and answers.
    officer.goto(f"{site}/viec-cua-toi/")
    look(officer, "viec-cua-toi-chi-dao")
    assert officer.get_by_role("link", name=ASKED).count() == 1  # the double click had one effect
    officer.get_by_role("link", name=ASKED).click()
    officer.get_by_label("Kết quả thực hiện").fill(ANSWERED)
    look(officer, "chi-dao-tra-loi")
    officer.get_by_role("button", name="Gửi trả lời").click()
    expect(officer.get_by_text("đã trả lời, chờ lãnh đạo").first).to_be_visible()

    # The leader is not content, then is.
    leader.goto(f"{site}/viec-cua-toi/")
    leader.get_by_role("link", name=ASKED).click()
    expect(leader.get_by_text(ANSWERED)).to_be_visible()
    leader.get_by_text("Chưa đạt, yêu cầu làm tiếp…").click()
    leader.get_by_label("Điều chưa đạt, việc cần làm tiếp").fill("Nêu rõ nguồn.")
    leader.get_by_role("button", name="Chưa đạt, làm tiếp").click()
    expect(leader.get_by_text("Nêu rõ nguồn.")).to_be_visible()
    officer.goto(address)
    officer.get_by_label("Kết quả thực hiện").fill("Nguồn: Chi cục Thống kê.")
    officer.get_by_text("Kèm văn bản, minh chứng").click()
    officer.get_by_label("Số, ký hiệu văn bản").fill("8/BC-KTHT")
    officer.get_by_label("Ngày văn bản").fill("05/01/2026")
    officer.get_by_role("button", name="Gửi trả lời").click()
    expect(officer.get_by_text("Văn bản 8/BC-KTHT ngày 05/01/2026")).to_be_visible()
    leader.goto(address)
    look(leader, "chi-dao-quyet-dinh")
    leader.get_by_role("button", name="Đạt, kết thúc").click()
    expect(leader.get_by_text("đã kết thúc").first).to_be_visible()
    look(leader, "chi-dao-ket-thuc")

    # It left the officer's work; the list and the journal keep it.
    officer.goto(f"{site}/viec-cua-toi/")
    expect(officer.get_by_role("link", name=ASKED)).to_have_count(0)
    leader.goto(f"{site}/chi-dao/")
    look(leader, "chi-dao-danh-sach")
    leader.goto(f"{site}/nhat-ky/?ma=PL1.26&loai=direction")
    words = ("kết thúc chỉ đạo", "trả lời chỉ đạo", "yêu cầu làm tiếp", "ghi ý kiến chỉ đạo")
    for word in words:
        expect(leader.get_by_role("cell", name=word).first).to_be_visible()
    look(leader, "nhat-ky-chi-dao")


def test_the_journal_opens_an_act_and_hands_out_files(site, sign_in):
    page = sign_in("daumoi")
    page.goto(f"{site}/nhat-ky/")
    look(page, "nhat-ky")
    page.locator("select[name=don-vi]").select_option("Công an phường")
    page.locator("select[name=viec]").select_option("gửi")
    page.get_by_role("button", name="Lọc").click()
    act = page.locator("tbody.act").first
    expect(act).to_contain_text("Gửi 2 dòng")
    act.locator("summary").click()
    expect(act.get_by_text("đang nhập → đã gửi").first).to_be_visible()
    for name, ending in (("Excel", ".xlsx"), ("CSV", ".csv")):
        with page.expect_download() as file:
            page.get_by_role("link", name=name).click()
        assert file.value.suggested_filename.endswith(ending)
