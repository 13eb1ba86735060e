"""The inputs written straight to HTML are the ones that Django would have drawn."""

from html.parser import HTMLParser

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from plans import widgets

ATTRIBUTES = {
    "class": "form-control",
    "id": "id_x",
    "rows": 2,
    "autofocus": True,
    "disabled": False,
    "data-saved": "<1>",
}
PAIRS = [
    (widgets.TextInput, forms.TextInput),
    (widgets.HiddenInput, forms.HiddenInput),
    (widgets.Textarea, forms.Textarea),
    (widgets.CheckboxInput, forms.CheckboxInput),
]


class Reader(HTMLParser):
    def __init__(self, **words):
        super().__init__(**words)
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, sorted(attrs)))

    def handle_data(self, data):
        self.text += data


def read(html: str) -> tuple[list, str]:
    """Tags with their attributes, and the text between them."""
    reader = Reader(convert_charrefs=True)
    reader.feed(html)
    reader.close()
    return reader.tags, reader.text.strip()


@pytest.mark.parametrize(("ours", "djangos"), PAIRS)
@pytest.mark.parametrize("value", [None, "", "45,5", 0, '"><script>', "Dòng 1\nDòng 2", "&amp;"])
def test_draws_what_django_draws(ours, djangos, value):
    drawn, wanted = (kind(ATTRIBUTES).render("PL1.6-value", value) for kind in (ours, djangos))
    assert read(drawn) == read(wanted)


@pytest.mark.parametrize("value", [True, False])
def test_a_tick_is_drawn_when_it_is_set(value):
    assert ("checked" in widgets.CheckboxInput().render("x", value)) is value


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_no_text_breaks_out_of_its_attribute(text):
    ((tag, attributes),) = read(widgets.TextInput().render("x", text))[0]
    assert (tag, dict(attributes).get("value", "")) == ("input", text)
