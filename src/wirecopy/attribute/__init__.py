"""Stage 6, attribute: pages -> who said what."""

from wirecopy.attribute.statements import find_in_pages, find_statements

__all__ = ["find_in_pages", "find_statements"]
