"""Somebody who uses the site over HTTP without a browser: several at once cost little; each has cookies of its own."""

from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from haian_plan.demonstration import PASSWORD
from tests.page import Element, posts, read


@dataclass(frozen=True)
class Answer:
    """`address` is where the redirects led."""

    status_code: int
    address: str
    content: bytes

    @property
    def page(self) -> Element:
        return read(self)  # type: ignore[arg-type]  # it has the content that is read


class Visitor:
    def __init__(self, site: str, username: str) -> None:
        self.site = site
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        form = posts(self.get("/dang-nhap/").page.one("form"))
        answer = self.post("/dang-nhap/", form | {"username": username, "password": PASSWORD})
        assert answer.page.one("h1").text == "Việc của tôi"

    def get(self, path: str) -> Answer:
        return self._ask(path, None)

    def post(self, path: str, data: dict[str, str]) -> Answer:
        return self._ask(path, urlencode(data).encode())

    def _ask(self, path: str, body: bytes | None) -> Answer:
        try:
            with self.opener.open(f"{self.site}{path}", body, timeout=60) as found:
                return Answer(found.status, found.url, found.read())
        except HTTPError as refused:
            return Answer(refused.code, str(refused.url), refused.read())

    def form(self, path: str, action: str = "") -> dict[str, str]:
        """What the form of the page posts, the one with that action where there are several."""
        forms = self.get(path).page.one("main").all("form")
        posting = [form for form in forms if form.attributes.get("method") == "post"]
        return posts(next(form for form in posting if form.attributes.get("action", "") == action or not action))
