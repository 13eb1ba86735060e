"""The design language: colours that can be read on each other, one page that shows everything, one home per part."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from haian_plan.palette import ENOUGH, colours, contrast, pairs, used
from kpis.evaluation import FACES
from tests.page import errors, read
from tests.site import ROOT

STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def style(name: str) -> str:
    return (ROOT / "static" / "css" / name).read_text(encoding="utf-8")


class TestContrast:
    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.48), ("#767676", "#fff", 4.54), ("#ff0000", "#fff", 4.0)],
    )
    def test_is_the_one_of_wcag(self, one, other, ratio):
        assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
        assert contrast(other, one) == contrast(one, other)

    def test_of_every_text_on_every_ground_of_our_styles_is_enough(self):
        known = colours(style("app.css"))
        css = "\n".join(
            file.read_text(encoding="utf-8") for file in STYLES if file.name not in {"admin.css", "design.css"}
        )
        texts, grounds = used(css, known)
        assert {"ink", "quiet", "accent", "good", "track", "watch", "late", "none", "paper"} <= set(texts)
        assert {"paper", "wash", "accent", "ground-watch", "ground-late"} <= set(grounds)
        assert [pair for pair in pairs(texts, grounds) if pair.contrast < ENOUGH] == []

    def test_of_the_edge_of_a_field_is_enough_for_a_shape(self):
        known = colours(style("app.css"))
        assert contrast(known["edge"], known["paper"]) >= 3

    def test_a_colour_that_is_too_pale_would_be_found(self):
        css = ":root { --pale: #8a94a0; --paper: #fff; } p { color: var(--pale); background: var(--paper); }"
        (pair,) = pairs(*used(css, colours(css)))
        assert (pair.text, pair.ground, pair.contrast < ENOUGH) == ("pale", "paper", True)


class TestThePage:
    @pytest.fixture
    def page(self, settings):
        settings.DEBUG = True
        answer = Client().get(reverse("design"))
        assert answer.status_code == 200
        return read(answer)

    def test_is_for_developers_alone(self, browser_of):
        for client in (Client(), browser_of("quantri")):
            assert client.get(reverse("design")).status_code == 404

    def test_shows_every_status_as_the_pages_do(self, page):
        shown = {part.text for part in page.all("span", cls="status")}
        for status, face in FACES.items():
            assert f"{face.shape}{status.value} cần 90%" in shown

    def test_shows_every_colour(self, page):
        swatches = {part.attributes["data-colour"] for part in page.all("span", cls="swatch")}
        assert swatches == set(colours(style("app.css")))
        assert swatches == set(re.findall(r'data-colour="([\w-]+)"', style("design.css")))

    def test_shows_a_form_filled_in_and_one_refused(self, page):
        assert page.one(id="id_name").attributes["value"] == "12/BC-KTHT"
        for name in ("name", "unit", "day", "reason"):
            assert errors(page, f"id_{name}") == ""
            assert errors(page, f"sai_{name}").startswith("Hãy ")

    @pytest.mark.parametrize(
        ("tag", "cls", "count"),
        [("p", "notice", 4), ("dialog", "dialog", 1), ("table", "grid", 1), ("p", "empty", 1), ("nav", "pages", 1)],
    )
    def test_shows_the_component(self, page, tag, cls, count):
        assert len(page.all(tag, cls=cls)) == count

    def test_shows_every_kind_of_banner(self, page):
        kinds = {kind for part in page.all("p", cls="notice") for kind in part.attributes["class"].split()}
        assert kinds == {"notice", "notice-success", "notice-warning", "notice-error"}


class TestOneHome:
    def test_a_refusal_is_written_in_one_template(self):
        """The sentence under a field, tied to it by its id."""
        assert homes(r'_error">\{\{') == ["parts/_refused.html"]

    def test_no_page_writes_djangos_own_list_of_errors(self):
        assert [name for name in homes(r"\{\{ [\w.]*errors \}\}") if not name.startswith("admin/")] == []

    def test_a_banner_of_one_sentence_is_written_in_one_template(self):
        assert homes(r'<p class="notice[^>]*>\{\{ sentence \}\}</p>') == ["parts/_banner.html"]

    def test_a_list_of_pages_is_written_in_one_template(self):
        assert homes(r'rel="next" href="{{ query }}') == ["parts/_pages.html"]

    def test_bootstrap_is_set_by_its_variables(self):
        """Nobody shouts at it; what paper and a phone hide is hidden for good."""
        loud = [
            line for file in STYLES for line in file.read_text(encoding="utf-8").splitlines() if "!important" in line
        ]
        assert [line for line in loud if "display: none !important" not in line] == []

    def test_no_style_names_what_no_page_has(self):
        """Classes of the shared sheet are used by a template, a view or a script."""
        places = [*TEMPLATES, *ROOT.glob("static/js/*.js"), *ROOT.glob("*/**/*.py")]
        text = "\n".join(place.read_text(encoding="utf-8") for place in places if ".venv" not in place.parts)
        bare = re.sub(r"\{[^{}]*\}", "", style("app.css"))
        classes = set(re.findall(r"\.([a-z][\w-]+)", re.sub(r"/\*.*?\*/", "", bare, flags=re.DOTALL)))
        assert sorted(name for name in classes if not mentions(text, name)) == []


def mentions(text: str, name: str) -> bool:
    """A class written out, or put together of its kind: notice-error, tone-late, btn-primary."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None or name.startswith(
        ("notice-", "tone-")
    )


def homes(pattern: str) -> list[str]:
    root = ROOT / "templates"
    found = [file for file in TEMPLATES if re.search(pattern, Path(file).read_text(encoding="utf-8"))]
    return [str(file.relative_to(root)) for file in found if "dashboard" not in file.parts]
