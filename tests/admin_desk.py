"""Short words for tests of admin: its addresses, another ward, a form as a browser posts it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.page import Element, read
from units.models import Role, Unit, User, Ward

PASSWORD = "Hoa.Phuong.Do.2026"


def address(label: str, page: str, *args) -> str:
    """address("units.unit", "change", 3)"""
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


def another_ward(role: Role = Role.ADMINISTRATOR) -> User:
    """Somebody of another ward that has a unit of the same code and no plan."""
    ward = Ward.objects.create(
        code="ngo-quyen", name="Phường Khác", city="HP", letterhead="KHÁC", place="Khác", report_recipient="Sở"
    )
    unit = Unit.objects.create(ward=ward, code="KTHTDT", name="Phòng Lạ", short_name="Lạ", kind="department")
    return User.objects.create_user(
        "la", PASSWORD, full_name="Người lạ", ward=ward, unit=unit, role=role, must_change_password=False
    )


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="units.accounts.AccountBackend")
    return client


def main_form(answer: Any) -> Element:
    """The form of the page that is not the way out and not the account's tools."""
    forms = read(answer).one("main").all("form")
    return next(form for form in forms if "password" not in form.attributes.get("action", "") and form.all("input"))


def filled(answer: Any) -> dict[str, str | list[str]]:
    """What a browser would post back, the template rows of inlines left out."""
    data: dict[str, str | list[str]] = {}
    boxes: dict[str, list[str]] = {}
    for control in main_form(answer).all():
        name = control.attributes.get("name")
        if not name or "__prefix__" in name or control.tag == "button" or "disabled" in control.attributes:
            continue
        kind = control.attributes.get("type")
        if control.tag == "textarea":
            data[name] = "".join(control.texts).removeprefix("\n")
        elif control.tag == "select":
            chosen = [option for option in control.all("option") if "selected" in option.attributes]
            data[name] = chosen[0].attributes["value"] if chosen else control.all("option")[0].attributes["value"]
        elif kind in {"checkbox", "radio"}:
            if "checked" in control.attributes:
                boxes.setdefault(name, []).append(control.attributes.get("value", "on"))
        elif kind not in {"submit", "file"}:
            data[name] = control.attributes.get("value", "")
    return data | {name: ticked if len(ticked) > 1 else ticked[0] for name, ticked in boxes.items()}


def save(client: Client, url: str, **changes: str | list[str]) -> Any:
    """Open the page, change these fields, press "Lưu lại"."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return client.post(url, filled(answer) | changes)


def errors(answer: Any) -> list[str]:
    """Every sentence of refusal on the page."""
    assert answer.status_code == 200, answer.status_code
    return [item.text for place in read(answer).all("ul", cls="errorlist") for item in place.all("li")]
