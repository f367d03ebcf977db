"""The addresses that the DCAT graphs give to our codes lead to the page that shows what the code means."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import redirect

from harvesters.catalogue import codelists


def read(kind: str, code: str = "") -> Any:
    """``/id/category/…``, ``/id/region/…``, ``/id/licence/…`` → 303 to the page (httpRange-14); 404 for no code."""
    match kind:
        case "category" if not code:
            address = tk.url_for("group.index")
        case "category" if code in codelists.categories():
            address = tk.url_for("group.read", id=code)
        case "region" if (region := codelists.region(code)) is not None:
            address = tk.url_for("dataset.search", q=region.zh)
        case "licence" if code in codelists.licences():
            address = tk.url_for("dataset.search", license_id=code)
        case _:
            tk.abort(404)
    return redirect(address, 303)
