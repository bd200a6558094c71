"""库 - The only SQL: tables, transactions, the journal, and a file for each thing that is kept."""

from perfeval.store.copying import copy_database
from perfeval.store.journal import Content, Entry, Verdict, canonical, entries, verify
from perfeval.store.key import make_key, read_key
from perfeval.store.schema import is_empty, migrate, prove_current
from perfeval.store.store import Store, Transaction
from perfeval.store.transaction import UNAVAILABLE, engine_of, in_use, prove_reachable

__all__ = [
    "UNAVAILABLE",
    "Content",
    "Entry",
    "Store",
    "Transaction",
    "Verdict",
    "canonical",
    "copy_database",
    "engine_of",
    "entries",
    "in_use",
    "is_empty",
    "make_key",
    "migrate",
    "prove_current",
    "prove_reachable",
    "read_key",
    "verify",
]
