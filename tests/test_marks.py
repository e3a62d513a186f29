"""Whose furniture a page has."""

import pytest

from wirecopy.trace.marks import furniture


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("Copyright 2025 Radio Ostmark. All rights reserved.", "Radio Ostmark"),
        ("© 2024-2025 by The Velm Gazette All Rights Reserved", "The Velm Gazette"),
        ("(c) 2020 Harborpost.com", "Harborpost.com"),
        ("© 2022 U.S. News of Velm. Terms apply.", "U.S. News of Velm"),
        ("© 2022 St. Velm Post and The Town Crier", "St. Velm Post and The Town Crier"),
        ("© 2025 All rights reserved.", None),
    ],
)
def test_who_owns_a_copyright(line: str, owner: str | None) -> None:
    text = f"It leaks.\n{line}"
    marks = [m for m in furniture(text, [(10, len(text), "navigation")]) if m.kind == "copyright"]
    assert [m.value for m in marks] == [owner] * (owner is not None)
    assert all(text[m.start : m.end] == m.value for m in marks)
