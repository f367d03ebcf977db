"""A release's Data Package descriptor at a stable address, readable from any origin."""

from __future__ import annotations

import json

from ckan.plugins import toolkit as tk
from flask import Response

from .. import ledger


def read(name: str) -> Response:
    """``/dataset/<name>/datapackage.json``; 404 for whatever the asker may not see."""
    try:
        tk.get_action("package_show")({}, {"id": name})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        tk.abort(404)
    descriptor = ledger.datapackage(name)
    if descriptor is None:
        tk.abort(404)
    answer = Response(json.dumps(descriptor, ensure_ascii=False, indent=1), mimetype="application/json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
