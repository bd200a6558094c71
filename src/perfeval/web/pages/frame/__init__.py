"""页框 - What every page has in common: the base layout, the macros, who is here and where they may go, words for times and amounts."""

from perfeval.web.pages.frame.layout import fragment, page
from perfeval.web.pages.frame.visit import Here, Post, Posted, Visit

__all__ = ["Here", "Post", "Posted", "Visit", "fragment", "page"]
