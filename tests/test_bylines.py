"""Bylines: the names in them, and what is no name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.bylines import read_byline


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Ruiz", ("Ana Ruiz",)),
        ("By Ana Ruiz", ("Ana Ruiz",)),
        ("BY ANA RUIZ AND BO LIND", ("ANA RUIZ", "BO LIND")),
        ("Ana Ruiz  and  Bo Lind", ("Ana Ruiz", "Bo Lind")),
        ("Ana Ruiz, Bo Lind, and Sam Poe", ("Ana Ruiz", "Bo Lind", "Sam Poe")),
        ("Ana Ruiz ,  Bo Lind  and  Sam Poe  - Analysis", ("Ana Ruiz", "Bo Lind", "Sam Poe")),
        ("Ana Ruiz; Bo Lind", ("Ana Ruiz", "Bo Lind")),
        ("Ana Ruiz & Bo Lind", ("Ana Ruiz", "Bo Lind")),
        ("Ana Ruiz and Bell staff", ("Ana Ruiz", "Bell staff")),
        ("Written by: Ana Ruiz", ("Ana Ruiz",)),
        ("Ana Ruiz, Ana Ruiz", ("Ana Ruiz",)),
    ],
)
def test_several_names_in_one_string_are_told_apart(text: str, names: tuple[str, ...]) -> None:
    """And, ampersand, comma and semicolon part names; By and the kind of piece are no names."""
    assert names == read_byline(text)


@pytest.mark.parametrize(
    "name",
    [
        "Smith, Jr.",
        "Sam Poe, Jr.",
        "Poe, Sam",
        "Ana Ruiz, Ph.D.",
        "Reuters Staff",
        "José Ortega y Gasset",
        "Sophie in 't Land",
        "Abby Roe",
        "Byron Lind",
        "Sandra Anderson",
        "Nidal al-Sayed",
        "Martin de Sa'Poe",
        "The Velm Press Association",
    ],
)
def test_one_name_stays_one(name: str) -> None:
    """What looks like a separator but belongs to the name leaves it whole."""
    assert (name,) == read_byline(name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Ruiz (ana.ruiz@bell.example)", ("Ana Ruiz",)),
        ("Ana Ruiz @anaruiz", ("Ana Ruiz",)),
        ("Ana Ruiz , European Auto Correspondent", ("Ana Ruiz",)),
        ("Ana Ruiz , Health and Science Editor - Analysis", ("Ana Ruiz",)),
        ("Ana Ruiz, Staff Writer, Bo Lind", ("Ana Ruiz", "Bo Lind")),
        ("Ana Ruiz, climate correspondent, Asia", ("Ana Ruiz",)),
        ("Ana Ruiz in Velm", ("Ana Ruiz",)),
        ('"Ana ORuiz", Bo Lind', ("Ana ORuiz", "Bo Lind")),
        ("Ana Ruiz, AP", ("Ana Ruiz", "AP")),
    ],
)
def test_plain_additions_are_cut(text: str, names: tuple[str, ...]) -> None:
    """Addresses, handles, roles and places after a name are no part of it."""
    assert names == read_byline(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "None", "null", "nan", "by", "@bell", "ana@bell.example", "https://bell.example/ana"),
        *("Posted 3 hours ago", "2 min read", "Updated 12:30", "1984", "–", "x" * 5000),
        "The harbor was closed on Monday. Ferries stayed where they were until the fog had lifted.",
    ],
)
def test_nobody_is_no_name(text: str) -> None:
    """Words for nobody, bare addresses, times and sentences name nobody."""
    assert () == read_byline(text)


@given(st.text(max_size=200))
def test_any_text_gives_clean_names(text: str) -> None:
    """Whatever the text, names are trimmed, distinct, and hold a letter."""
    names = read_byline(text)
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name == name.strip() and any(map(str.isalpha, name)) for name in names)
