"""A clerk's and a reviewer's requests in a process that may be killed: ``python door.py INI``, JSON lines in and out.

CKAN is loaded once; each line is answered by a fork in a group of its own, as a web server's worker would. A fork that
was killed answers ``null``. Line: ``{"failpoint": "name:kill", "token": …, "action": …, "data": {…}, "file": text}``.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any


def main(ini: str) -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    from ckan import model
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(ini))._wsgi_app
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        model.Session.remove()
        model.meta.engine.dispose()
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.setpgrp()
            os.close(reader)
            with os.fdopen(writer, "w", encoding="utf-8") as out:
                json.dump(answer(app, json.loads(line)), out)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as out:
            said = out.read()
        os.waitpid(child, 0)
        print(said or "null", file=answers, flush=True)


def answer(app: Any, request: dict[str, Any]) -> dict[str, Any]:
    """What a client gets from one call of the action API."""
    os.environ["SD_FAILPOINT"] = request.get("failpoint") or ""
    headers = {"Authorization": request["token"]}
    address = f"/api/3/action/{request['action']}"
    if "file" in request:
        form = {**request["data"], "upload": (io.BytesIO(request["file"].encode()), "站点.csv")}
        found = app.test_client().post(address, data=form, headers=headers, content_type="multipart/form-data")
    else:
        found = app.test_client().post(address, json=request["data"], headers=headers)
    body: dict[str, Any] = found.get_json()
    return body


if __name__ == "__main__":
    main(sys.argv[1])
