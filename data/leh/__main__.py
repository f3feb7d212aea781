"""`python -m data.leh PATH_TO/ladakh_leh.gpkg.zip [--out FOLDER]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.leh.source import SOURCE_VARIABLE, SourceError, find_source, read_source

HERE = Path(__file__).parent


def main(arguments: list[str] | None = None) -> int:
    """Convert the source and print a summary; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m data.leh", description=__doc__)
    parser.add_argument(
        "source", nargs="?", type=Path, help=f"the source file; default: ${SOURCE_VARIABLE}"
    )
    parser.add_argument("--out", type=Path, default=HERE / "county", help="folder to write")
    options = parser.parse_args(arguments)
    try:
        source = read_source(find_source(options.source))
        from data.leh.convert import convert
        from data.leh.write import write_county

        tables = convert(source)
    except SourceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 3
    written = write_county(tables, options.out)
    noded, villages = tables.noded, tables.villages
    kinds = tables.schools.groupby(["status", "kind"]).size()
    pupils = villages[["lower_pupils", "upper_pupils", "junior_pupils"]].sum()
    print(f"roads: {len(noded.nodes)} nodes, {len(noded.edges)} edges, ", end="")
    print(f"{noded.crossings_noded} crossings noded, {noded.ends_joined} ends and ", end="")
    print(f"{noded.pieces_joined} pieces joined")
    print(f"villages: {len(villages)}, {villages['population'].sum()} people, ", end="")
    print(f"pupils {', '.join(map(str, pupils))} (grades 1–3, 4–6, 7–9)")
    print(f"outside every block: {tables.outside_blocks}")
    print("schools:", ", ".join(f"{s} {k} {n}" for (s, k), n in kinds.items()))
    print("left out:", ", ".join(tables.left_out))
    print(f"bus lines: {tables.services['line_id'].nunique()}, {len(tables.services)} stops")
    for path in written:
        print(f"{path.stat().st_size:>9} {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
