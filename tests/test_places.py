"""The table of places is whole: a page that is added later must be listed before the tests are green."""

from tests.places import NOBODY, PLACES
from tests.test_routes import NO_PAGES, PEOPLE, ROUTES, named_routes
from tests.test_unseen_browser import UNSEEN

PAGES = {name for name, route in ROUTES.items() if route.get and name not in NO_PAGES} | {"login", "design"}


def test_every_page_of_the_site_has_its_place():
    assert PAGES <= set(named_routes())
    assert {place.route for place in PLACES if place.status == 200} | {"design"} == PAGES
    assert {"design", "400", "403_csrf", "500", "503"} == set(UNSEEN)


def test_every_role_is_a_reader():
    assert {*PEOPLE.values(), NOBODY} <= {place.role for place in PLACES}


def test_no_picture_is_taken_twice_under_one_name():
    names = [place.name for place in PLACES]
    assert sorted(names) == sorted(set(names))
