"""The form of a document in the index: another code, another list of words or names, and it is to be made anew."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from harvesters.catalogue import codelists

_HERE = Path(__file__).parent
_MADE_OF = (
    *(_HERE / "document.py", _HERE / "pinyin.py", _HERE / "words" / "place_readings.csv"),
    *sorted((Path(codelists.__file__).parent / "codelists").glob("*.csv")),
)


@cache
def form() -> str:
    found = hashlib.sha256()
    for path in _MADE_OF:
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
