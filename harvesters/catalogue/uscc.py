"""统一社会信用代码 (GB 32100) with the 组织机构代码 (GB 11714) inside it: our own check digits (domain §5.2 D5).

Common libraries demand eight leading digits and so refuse valid codes that begin with N, A or Y.
"""

from __future__ import annotations

import re
from typing import Literal

Problem = Literal["form", "alphabet", "check", "organisation"]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_FORM = re.compile(r"[1-9ANY][0-9A-Z]\d{6}[0-9A-Z]{10}", re.ASCII)
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def check_digit(first17: str) -> str:
    """GB 32100: the 18th character."""
    total = sum(weight * ALPHABET.index(char) for weight, char in zip(_WEIGHTS, first17, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check_digit(first8: str) -> str:
    """GB 11714: the 9th character of an organisation code."""
    pairs = zip(_ORGANISATION_WEIGHTS, first8, strict=True)
    check = 11 - sum(weight * _ORGANISATION_VALUES.index(char) for weight, char in pairs) % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def uscc_problem(code: str) -> Problem | None:
    """What is wrong with a code (upper case, no spaces), or None.

    ``organisation``: the outer check digit is right, that of the embedded organisation code is not.
    """
    if not _FORM.fullmatch(code):
        return "form"
    if any(char not in ALPHABET for char in code):
        return "alphabet"
    if check_digit(code[:17]) != code[17]:
        return "check"
    return None if organisation_check_digit(code[8:16]) == code[16] else "organisation"


def is_uscc(code: str) -> bool:
    """Valid in both check digits."""
    return uscc_problem(code) is None
