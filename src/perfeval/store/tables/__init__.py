"""数据表 - Every table of the service, with the Chinese name of every column as its comment.

Documents are kept as text, byte for byte as they were sent; times as ISO 8601 text in UTC, so that both databases keep the same.
Long texts stand last in a row: SQLite reads past them to whatever stands behind.

A project and an evaluation are rows that come and go with imports: their id is kept apart, and others refer to that.
"""

from perfeval.store.tables.business import (
    FROZEN,
    adjustments,
    evaluations,
    evidence,
    identities,
    journal,
    notes,
    paragraph_keys,
    paragraphs,
    projects,
    reminders,
    repeats,
    round_units,
    rounds,
    submissions,
    uploads,
    views,
)
from perfeval.store.tables.columns import metadata
from perfeval.store.tables.people import failures, grants, old_passwords, people, policy, sessions, tokens, units
from perfeval.store.tables.review import decisions, objections, problems, rectifications, reviews, sampled, samples, visits

__all__ = [
    "FROZEN",
    "adjustments",
    "decisions",
    "evaluations",
    "evidence",
    "failures",
    "grants",
    "identities",
    "journal",
    "metadata",
    "notes",
    "objections",
    "old_passwords",
    "paragraph_keys",
    "paragraphs",
    "people",
    "policy",
    "problems",
    "projects",
    "rectifications",
    "reminders",
    "repeats",
    "reviews",
    "round_units",
    "rounds",
    "sampled",
    "samples",
    "sessions",
    "submissions",
    "tokens",
    "units",
    "uploads",
    "views",
    "visits",
]
