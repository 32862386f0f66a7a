"""Write a world: ``python -m tests.benchmarks.world OUT --seed 7``."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.benchmarks.world.worlds import write_world


def main() -> None:
    """Read the options and write."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.world", description="Write an invented world.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--contacts", type=float, default=45, help="contacts of a person, on average")
    parser.add_argument("--employers", type=int, help="two to five by the seed")
    parser.add_argument("--set", action="append", default=[], metavar="SHARE=0.3", help="a share of casting.BOUNDS")
    options = parser.parse_args()
    shares = {name: float(value) for name, value in (told.split("=") for told in options.set)}
    write_world(options.out, options.seed, options.people, options.years, options.contacts, shares, options.employers)


if __name__ == "__main__":
    main()
