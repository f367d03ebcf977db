"""Bytes that a person or program sends: kept in the stage by their hash, within the bound that the page names."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

from harvesters.contract import StagedFile
from harvesters.messages import sentence
from harvesters.stage import Stage

from . import config
from .language import lang


def keep(upload: Any, stage: Stage) -> StagedFile:
    """The file of a form or API call; a client's own hash, size or address is ignored.

    :raises tk.ValidationError: there are no bytes, or too many
    """
    stream = getattr(upload, "stream", None) or getattr(upload, "file", None)
    if stream is None:
        raise _refused("upload_missing")
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    if size > config.upload_bytes():
        raise _refused("upload_too_large", size=size, limit=config.upload_bytes())
    name = str(getattr(upload, "filename", "") or "").replace("\\", "/").rsplit("/", 1)[-1]
    return stage.put(name or "upload", stream)


def _refused(code: str, **params: Any) -> tk.ValidationError:
    return tk.ValidationError({"upload": [sentence(code, params, lang())]})
