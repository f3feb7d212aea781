"""Seeded generator of the bundled synthetic counties (``python -m data.synthetic``).

Names and codes of townships and villages and the county outlines are real
(see ``data/SOURCES.md``); everything else is invented and labelled synthetic.
"""
