"""Which of CKAN's templates we override, and in what state we read them: a CKAN update names what to read again."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
OURS = ROOT / "ckanext-sdopendata" / "ckanext" / "sdopendata" / "templates"
# Replaced whole; every other override extends CKAN's file and changes blocks (ui rules of overriding).
WHOLE = {
    "footer.html",
    "group/snippets/group_form.html",
    "header.html",
    "package/snippets/resources.html",
    "package/snippets/search_facets.html",
    "package/snippets/stages.html",
    "snippets/facet_list.html",
    "snippets/language_selector.html",
    "snippets/social.html",
    "user/snippets/api_token_create_form.html",
    "user/snippets/api_token_list.html",
    "user/snippets/info.html",
    "user/snippets/login_form.html",
}
# First 16 digits of the SHA-256 of CKAN 2.12.0's file.
READ = {
    "base.html": "5b6cdf6d5397f881",
    "error_document_template.html": "c356360a8a6ca3aa",
    "footer.html": "0e4e8eb4bcf3b2b3",
    "header.html": "59119b878acc8f30",
    "page.html": "30e68cf46f7f3942",
    "group/edit.html": "bf5ea897827240c6",
    "group/edit_base.html": "7d47da560e598941",
    "group/index.html": "a773b494c8e01332",
    "group/read.html": "0644718afc9b52ef",
    "group/read_base.html": "1ce60515c3dc7e08",
    "group/snippets/group_form.html": "dcf0a603670140a9",
    "group/snippets/info.html": "db8b56aec85133b6",
    "home/about.html": "be7f65b23703e919",
    "home/index.html": "2fc1b7cf8c4e5b8a",
    "organization/confirm_delete_member.html": "182ccc145622bfc7",
    "organization/edit.html": "1928cdd715266c02",
    "organization/edit_base.html": "f03301808ebbb7fa",
    "organization/index.html": "7d712d33997911e8",
    "organization/manage_members.html": "184e033443250fb7",
    "organization/member_new.html": "65ff1b247e3b34f1",
    "organization/new.html": "25977592a9dc410d",
    "organization/read.html": "f121a845eaa91d2c",
    "organization/read_base.html": "b4008e556c34b58b",
    "organization/snippets/info.html": "7f92151e4b21325b",
    "package/base.html": "81da82bb8402a9d6",
    "package/base_form_page.html": "f6bd408e23fe520d",
    "package/confirm_delete_resource.html": "5f22c0ec1c88f464",
    "package/edit.html": "e1f529dc9e8f866b",
    "package/edit_base.html": "046fb7da6ba0cfc9",
    "package/read.html": "77ed637651392cf7",
    "package/resource_read.html": "ae33e683a94dbf2a",
    "package/search.html": "b6596b5dddd66917",
    "package/snippets/info.html": "83f672edfdf62d63",
    "package/snippets/resources.html": "41810c5d390b192b",
    "package/snippets/search_facets.html": "825a19a7e0f75a10",
    "package/snippets/stages.html": "2c10f3ecceb6f3c4",
    "snippets/facet_list.html": "199932578af88663",
    "snippets/language_selector.html": "dfc10d5e4ebc7216",
    "snippets/package_item.html": "690edc795fc1538d",
    "snippets/package_list.html": "7987c29ac013bb18",
    "snippets/social.html": "04629c8b19a81c7a",
    "user/dashboard.html": "ef77355060552525",
    "user/edit.html": "91d74cfa62f0e1de",
    "user/edit_user_form.html": "e758991b5a80555a",
    "user/list.html": "8aaf97f50210673a",
    "user/login.html": "b1e4605449c82cbd",
    "user/read_base.html": "70d76031d643249d",
    "user/snippets/api_token_create_form.html": "be0613f918bf7bda",
    "user/snippets/api_token_list.html": "f2c17fd0aa3554fd",
    "user/snippets/info.html": "74604938fef6af9c",
    "user/snippets/login_form.html": "09d7217f109973a6",
}


def core() -> Path:
    spec = find_spec("ckan")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations))) / "templates"


def overridden() -> dict[str, Path]:
    names = (path.relative_to(OURS).as_posix() for path in sorted(OURS.rglob("*.html")))
    return {name: core() / name for name in names if (core() / name).exists()}


def test_every_overridden_template_was_read_in_this_state() -> None:
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for name, path in overridden().items()} == READ


def test_only_named_templates_are_replaced_whole() -> None:
    whole = {name for name in overridden() if "{% ckan_extends %}" not in (OURS / name).read_text(encoding="utf-8")}
    assert whole == WHOLE


def test_pages_have_no_inline_script_or_style() -> None:
    """The content security policy allows neither scripts in the page nor handlers in attributes."""
    for path in OURS.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for sign in ("<script", " onclick=", " onchange=", " onsubmit=", "javascript:", " style="):
            assert sign not in text, f"{path.name}: {sign}"
