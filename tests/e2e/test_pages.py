"""Every page of the list, in both languages, wide and narrow; the keyboard; the way to the other language."""

from __future__ import annotations

from collections.abc import Callable

import pages
import pytest
from conftest import WIDTHS, Watched
from pages import LANGUAGES, PAGES, Listed

Address = Callable[[str], str]
Visit = Callable[..., Watched]
FULL = [listed for listed in PAGES if listed.state == "full"]


@pytest.mark.X4
@pytest.mark.X9
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listed", PAGES, ids=str)
def test_page(visit: Visit, address: Address, listed: Listed, language: str) -> None:
    """No console error, foreign request, untranslated word, serious finding of axe, sideways scroll, nor cookie."""
    watched = visit(WIDTHS[0], listed.user)
    page = watched.open(LANGUAGES[language][0] + address(listed.path), listed.status, until="load")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        pages.hold(page, language)
        assert pages.accessible(page) == []
    for width in (320, 768):
        page.set_viewport_size({"width": width, "height": 900})
        pages.fits(page)
    assert watched.faults == []
    if listed.user is None and listed.path not in ("/user/login", "/user/reset", "/check"):  # a form with a token
        assert page.context.cookies() == [], "without a cookie a page can be cached for everyone"


@pytest.mark.parametrize("listed", FULL, ids=str)
def test_keyboard_reaches_everything(visit: Visit, address: Address, listed: Listed) -> None:
    """The Tab key comes to every link, button and field, shows where it is, and is caught nowhere."""
    watched = visit(WIDTHS[0], listed.user)
    page = watched.open(address(listed.path), listed.status, until="load")
    assert pages.tab_through(page) == ([], [])


def test_keyboard_on_a_phone(visit: Visit, address: Address) -> None:
    for path in ("/", "/dataset/", "DATASET"):
        assert pages.tab_through(visit(WIDTHS[1]).open(address(path))) == ([], []), path


@pytest.mark.parametrize("path", ["/", "/dataset/?q=机场", "DATASET", "/group/", "/source/", "/about"])
def test_the_other_language_is_a_link_away(visit: Visit, address: Address, path: str) -> None:
    watched = visit()
    page = watched.open(address(path))
    page.get_by_role("link", name="English").first.click()
    page.wait_for_load_state("networkidle")
    watched.check()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.startswith(f"{watched.portal.url}/en")
    page.locator(".sd-head small", has_text="Easy to find").wait_for()
