"""Stage 6, attribute: which statement answers which."""

from __future__ import annotations

import time

from wirecopy.attribute.answers import find_answers


def said(name, speaker, act, words):
    """A statement as a row."""
    return {"statement_id": name, "speaker": speaker, "act": act, "words": words}


ACCUSED = said("a", "Dockers’ Union", "accuse", "the harbor office of hiding cracks in the quay")


def ids(*rows):
    """Which answers which."""
    found = find_answers(list(rows))
    return [(rows[n]["statement_id"], a["to"]) for n in sorted(found) for a in found[n]]


def test_a_denial_answers_an_accusation_on_the_same_thing():
    """Two words of their own in common, and their places in both."""
    denial = said("d", "Ines Tamm", "deny", "that cracks in the quay were hidden")
    assert [("d", "a")] == ids(ACCUSED, denial)
    [answer] = find_answers([ACCUSED, denial])[1]
    assert "deny after accuse" == answer["name"]
    assert "both have: cracks, quay" == answer["detail"]
    for row, start, end in ((denial, "start", "end"), (ACCUSED, "to_start", "to_end")):
        assert "cracks" == row["words"][answer[start] : answer[end]]


def test_the_accused_needs_one_word_in_common():
    """An accusation that names who denies it is about them."""
    denial = said("d", "harbor office", "deny", "any knowledge of cracks")
    assert [("d", "a")] == ids(ACCUSED, denial)


def test_one_word_is_not_enough_for_others():
    """A third party may deny something else about cracks."""
    assert [] == ids(ACCUSED, said("d", "Karl Osk", "deny", "any knowledge of cracks"))


def test_nobody_answers_themselves():
    """One voice that accuses and denies has not been contradicted."""
    assert [] == ids(ACCUSED, said("d", "Dockers’ Union", "deny", "hiding cracks in the quay"))


def test_an_unknown_speaker_answers_nobody():
    """Both must be known to be two."""
    assert [] == ids(ACCUSED, said("d", None, "deny", "hiding cracks in the quay"))


def test_saying_is_no_answer():
    """Only acts that are opposed; common words count for nothing."""
    assert [] == ids(ACCUSED, said("s", "Ines Tamm", "say", "there were cracks in the quay"))
    assert [] == ids(
        said("a", "Karl Osk", "accuse", "the president of the country of lies last year"),
        said("d", "Ines Tamm", "deny", "that the president of that country will come next year"),
    )


def test_a_rejection_answers_a_confirmation():
    """Confirm and reject on the same thing."""
    confirmed = said("c", "Karl Osk", "confirm", "that the ferry would be sold in spring")
    rejected = said("r", "Ines Tamm", "deny", "that the ferry is to be sold")
    assert [("r", "c")] == ids(confirmed, rejected)


def test_thousands_of_denials_and_accusations_take_no_time():
    """What has a word that few have is held against those few; work grows with the statements."""
    rows = [
        said(f"{act[0]}{n}", f"{who} {n}", act, f"hiding {n:04}cracks in {n:04}quay")
        for n in range(2000)
        for act, who in (("accuse", "Union"), ("deny", "Board"))
    ]
    start = time.perf_counter()
    found = find_answers(rows)
    assert time.perf_counter() - start < 30
    assert [f"a{n}" for n in range(2000)] == [some[0]["to"] for _, some in sorted(found.items())]
