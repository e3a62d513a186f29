"""
A ledger in the browser: made on the server, without a build step, without anything of elsewhere.

    app       which address leads to which view
    safety    the door: host, token, origin, and what a browser may do
    shelf     a few rows, one text, the passages of one story
    listing   a list once, for page, CSV and JSON
    marking   text with marks in it
"""

from wirecopy.show.web.app import make_app

__all__ = ["make_app"]
