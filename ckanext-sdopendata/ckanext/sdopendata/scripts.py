"""CKAN's bundle of foreign scripts without Moment's 130 languages and select2, which no page here uses.

CKAN keeps the bundle that was registered first under a name; the files are CKAN's own. It halves what a first visit
loads (ui §5.1; ``tests/e2e/test_weight.py`` holds the budget).
"""

from __future__ import annotations

from pathlib import Path

import ckan
from ckan.lib import webassets_tools
from webassets import Bundle

NAME = "vendor/vendor"
KEPT = ("jed.js", "popperjs.js", "purify.js")


def register() -> None:
    folder = Path(str(ckan.__file__)).parent / "public" / "base" / "vendor"
    bundle = Bundle(
        *(str(folder / name) for name in KEPT),
        filters="rjsmin",
        output="sdopendata/%(version)s_vendor.js",
        extra={"preload": ["vendor/jquery", "vendor/fontawesome"]},
    )
    if not webassets_tools.is_registered(NAME):
        webassets_tools.env.register(NAME, bundle)
