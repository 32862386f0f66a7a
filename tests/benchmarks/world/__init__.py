"""Invented worlds: the exports of an invented professional, and the truth about the people in them.

    python -m tests.benchmarks.world OUT --seed 7 [--people 150] [--years 5] [--contacts 45] [--set private=0.6]

writes ``OUT/inbox`` and ``OUT/truth.json``: who is who (``keys``), when each was last in touch, through what, and who
is a former colleague. What counts as contact is what docs/method.md says. The same options give the same bytes.
"""
