"""
The ledger: a folder that holds all that a run found, and survives being killed at any point.

`catalogue.sqlite` (WAL) says what is so; `segments/*.parquet` hold the bulk and never change. A
segment counts only once the catalogue lists it, so a reader's transaction is a snapshot.
"""

from wirecopy.ledger.catalogue import Ledger, open_ledger
from wirecopy.ledger.writer import LedgerWriter

__all__ = ["Ledger", "LedgerWriter", "open_ledger"]
