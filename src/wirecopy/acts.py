"""The acts that a statement can be, as the lexicon of stage 6 names them (`acts.toml`)."""

ACTS = (
    "say", "report", "confirm", "deny", "decline", "accuse", "criticize", "praise", "ask", "order",
    "warn", "promise", "predict", "agree", "support", "oppose", "believe", "know", "feel", "intend",
)  # fmt: skip
