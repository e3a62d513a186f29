"""
Stage 1, read: what agencies send -> pages.

One module for each family: `g2` (NewsML-G2), `newsml1` (NewsML 1), `nitf`, `ninjs`, `lines` (IPTC
7901 and ANPA 1312). Each makes `Item`s: a text and what is claimed of it, under the words of
`records.Claim`. A kill, a correction or an embargo is a claim like any other; it is never obeyed by
leaving the item out.
"""
