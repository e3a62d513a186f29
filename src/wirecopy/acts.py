"""The acts that a statement can be, as the lexicon of stage 6 names them (`acts.toml`)."""

UNSAID = ("support", "oppose", "believe", "know", "feel", "intend")
"""Acts that need no word of whoever does them."""

ACTS = (
    "say", "report", "confirm", "deny", "decline", "accuse", "criticize", "praise", "ask", "order",
    "warn", "promise", "predict", "agree", "support", "oppose", "believe", "know", "feel", "intend",
)  # fmt: skip
