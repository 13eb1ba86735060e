"""What every browser test does first: sign in, as an account of the demonstration."""

from playwright.sync_api import Page, expect

from haian_plan.demonstration import PASSWORD


def sign_in(page: Page, site: str, username: str) -> Page:
    """Whoever was signed in before is gone."""
    page.set_default_timeout(15_000)
    page.context.clear_cookies()
    page.goto(f"{site}/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
    return page
