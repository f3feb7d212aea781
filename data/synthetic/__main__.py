"""Command line: ``python -m data.synthetic [dege zhaojue mao] [--out DIR]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from .build import build
from .county import COUNTIES
from .verify import verify
from .write import write_county


def main() -> None:
    """Make, write and check the named counties (all by default)."""
    parser = argparse.ArgumentParser(prog="python -m data.synthetic", description=__doc__)
    parser.add_argument(
        "counties",
        nargs="*",
        metavar="COUNTY",
        help=f"one or more of {', '.join(COUNTIES)}; all by default",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(__file__).parents[1],
        help="folder in which the county folders are written",
    )
    options = parser.parse_args()
    wrong = sorted(set(options.counties) - set(COUNTIES))
    if wrong:
        parser.error(f"unknown county {', '.join(wrong)}")
    for county_id in options.counties or COUNTIES:
        folder = options.out / county_id
        write_county(build(COUNTIES[county_id]), folder)
        print(county_id)
        for name, value in verify(folder).items():
            print(f"  {name}: {value}")


if __name__ == "__main__":
    main()
