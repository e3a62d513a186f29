"""
Stage 7, count: stories, statements -> independent sources.

All of it is SQL (`sources.sql`). Copies collapse to their origin, two outlets with the same agency
text are one source, and a page that has much of its own beside the shared text is another.
"""
