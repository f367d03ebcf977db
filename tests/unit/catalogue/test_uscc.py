"""The vectors of domain §5.4."""

from __future__ import annotations

import pytest

from harvesters.catalogue.uscc import ALPHABET, check_digit, is_uscc, organisation_check_digit, uscc_problem

VALID = [
    "11370000MB284651XL",
    "9137130016829134XT",
    "91370100MA3C00003P",
    "92370203MA3D00004T",
    "93371302MA3E00005G",
    "N2370785MF00000059",
]


@pytest.mark.parametrize("code", VALID)
def test_valid(code: str) -> None:
    assert uscc_problem(code) is None
    assert is_uscc(code)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91370100MA3C00003Q", "check"),
        ("9137010IMA3C00003P", "form"),
        ("91370100MA3I00003P", "alphabet"),
        ("91370100MA3C00000E", "organisation"),
        ("", "form"),
        ("91370100MA3C00003", "form"),
        ("91370100ma3c00003p", "form"),
        ("91370100MA3C00003P\n", "form"),
        ("０1370000MB284651XL", "form"),
        ("370102190001010019", "check"),  # an ID number is not a credit code
    ],
)
def test_faulty(code: str, problem: str) -> None:
    assert uscc_problem(code) == problem


@pytest.mark.parametrize("code", VALID)
def test_one_wrong_character_is_found(code: str) -> None:
    for place in range(18):
        for char in ALPHABET:
            if char != code[place]:
                assert not is_uscc(code[:place] + char + code[place + 1 :])


def test_check_digits() -> None:
    assert check_digit("11370000MB284651X") == "L"
    assert organisation_check_digit("MB284651") == "X"
    assert organisation_check_digit("16829134") == "X"
