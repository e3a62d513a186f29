"""Show: a ledger as a person wants to see it."""
