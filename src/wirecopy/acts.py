"""The acts that a statement can be, as the lexicon of stage 6 names them (`acts.toml`)."""

UNSAID = ("support", "oppose", "believe", "doubt", "know", "feel", "intend")
"""Acts that can be done without a word."""

ACTS = (
    "say", "report", "confirm", "deny", "decline", "accuse", "criticize", "praise", "ask", "order",
    "warn", "promise", "predict", "agree", "support", "oppose", "believe", "doubt", "know", "feel",
    "intend",
)  # fmt: skip
