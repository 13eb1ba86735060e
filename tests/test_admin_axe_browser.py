"""axe on every page of admin: the index, and of each model its list, a row, a new row, deleting, files in and out.

At one width and on SQLite: what is asked does not depend on the database. There is no exception: what is Django's own
could be mended too, by styles and by names of fields (units/admin_forms.py, units/admin_scope.py).
"""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.axe import faults
from tests.browser import let_in

pytestmark = pytest.mark.browser
MODELS = sorted(model._meta.label_lower for model in admin.site._registry)
TOOLS = ".object-tools a, .deletelink"  # add, import, export; history; delete
ROW = "#result_list tbody th a"
WRONG = {"name": "bang.xlsx", "mimeType": "application/octet-stream", "buffer": b"not a workbook"}


@pytest.fixture(scope="module")
def administrator(demonstration_site, browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield let_in(context.new_page(), demonstration_site, "quantri")
    context.close()


def addresses(page: Page, links: str) -> list[str]:
    return list(page.locator(links).evaluate_all("links => links.map((link) => link.href)"))


def found(page: Page, address: str = "") -> list[str]:
    """What is wrong with a page (the one that is open), each with the page."""
    if address:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
    return [f"{page.url} {fault}" for fault in faults(page)]


def pages_of(page: Page, start: str) -> list[str]:
    """The list, its first row, and where the tools of both lead."""
    page.goto(start)
    tools, rows = addresses(page, TOOLS), addresses(page, ROW)[:1]
    for row in rows:
        page.goto(row)
        tools += addresses(page, TOOLS)
    return list(dict.fromkeys([start, *rows, *tools]))


@pytest.mark.parametrize("label", MODELS)
def test_axe_finds_nothing_on_the_pages_of_a_model(administrator, demonstration_site, label):
    pages = pages_of(administrator, demonstration_site + reverse(f"admin:{label.replace('.', '_')}_changelist"))
    assert [fault for page in pages for fault in found(administrator, page)] == []


@pytest.mark.parametrize("username", ["quantri", "daumoi"])
def test_nor_on_the_index_and_the_page_of_an_app(demonstration_site, browser: Browser, username):
    context = browser.new_context()
    page = let_in(context.new_page(), demonstration_site, username)
    assert found(page, demonstration_site + reverse("admin:index")) == []
    assert found(page, demonstration_site + reverse("admin:app_list", args=["kpis"])) == []
    context.close()


@pytest.mark.parametrize("label", ["units.unit", "units.user", "kpis.indicator", "tasks.task", "plans.plan"])
def test_nor_on_a_form_that_is_refused(administrator, demonstration_site, label):
    administrator.goto(demonstration_site + reverse(f"admin:{label.replace('.', '_')}_add"))
    administrator.locator("form[id$=_form]").evaluate("form => { form.noValidate = true }")
    administrator.locator("[name=_save]").click()
    administrator.locator(".errornote").wait_for()
    assert found(administrator) == []


def test_nor_on_a_file_that_is_refused_and_one_that_is_shown(administrator, demonstration_site):
    administrator.goto(demonstration_site + reverse("admin:units_unit_export"))
    administrator.get_by_label("CSV (.csv)").check()
    with administrator.expect_download() as table:
        administrator.get_by_role("button", name="Tải tệp").click()
    changed = table.value.path().read_bytes().replace("Công an".encode(), "Công An".encode())
    for file in (WRONG, WRONG | {"name": "bang.csv", "buffer": changed}):
        administrator.goto(demonstration_site + reverse("admin:units_unit_import"))
        administrator.locator("input[type=file]").set_input_files(file)
        administrator.get_by_role("button", name="Xem trước").click()
        administrator.wait_for_load_state()
        assert found(administrator) == []


def test_nor_on_a_password_that_is_given_anew(administrator, demonstration_site):
    administrator.goto(demonstration_site + reverse("admin:units_user_changelist"))
    administrator.get_by_role("link", name="ttdvsnc", exact=True).click()
    administrator.locator(".account-tools summary").click()
    assert found(administrator) == []
    administrator.get_by_role("button", name="Đặt lại mật khẩu").click()
    administrator.locator(".one-time-password").wait_for()
    assert found(administrator) == []
