"""Stage 6, attribute: texts that are clearly not English have no statements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirecopy.attribute import find_statements
from wirecopy.attribute.english import is_foreign

ENGLISH = (
    "The old quay will stay closed until May, Mayor Ada Roth told the council on Monday. “Nobody "
    "was in danger,” she said. The harbor master said it had been checked."
)
OTHERS = {
    "German": "Der alte Kai bleibt bis Mai geschlossen, sagte Bürgermeisterin Ada Roth dem Rat. "
    "„Niemand war in Gefahr“, erklärte sie. Der Hafenmeister teilte mit, er sei geprüft worden.",
    "French": "Le vieux quai restera fermé jusqu'en mai, a déclaré lundi la maire Ada Roux. "
    "« Personne n'était en danger », a-t-elle dit. Le capitaine a accusé le club de l'oubli.",
    "Spanish": "El viejo muelle seguirá cerrado hasta mayo, dijo el lunes la alcaldesa Ada Ruiz al "
    'concejo. "Nadie estuvo en peligro", declaró. El capitán acusó al club de haberlo olvidado.',
    "Dutch": "De oude kade blijft tot mei gesloten, zei burgemeester Ada Roos tegen de raad. "
    '"Niemand was in gevaar", zei ze. De havenmeester zei dat de kade was nagekeken door de club.',
}


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_has_no_statements(language):
    """The tagger knows English alone: nothing is guessed."""
    assert is_foreign(OTHERS[language])
    assert [] == find_statements(OTHERS[language])


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_in_two_languages_is_read(language):
    """An English story with a foreign paragraph is English."""
    found = find_statements(f"{ENGLISH}\n\n{OTHERS[language]}")
    assert "“Nobody was in danger,”" in {said.show(ENGLISH, "content") for said in found}


def test_few_words_tell_nothing():
    """What is short is read, whatever its language seems to be."""
    assert not is_foreign("Roth: quay shut")
    assert not is_foreign("")


@given(st.text(max_size=200))
def test_any_text_is_answered(text):
    """Whatever else stands in a text, with enough English words it is English."""
    assert not is_foreign(f"{text} {'the and of ' * 70}")
