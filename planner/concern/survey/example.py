"""A synthetic survey with known coefficients: it shows that the logit finds what was put in.

Nothing in it is data on anybody. Respondents of one township share a hidden leaning (a Gaussian
copula with correlation `leaning`), so that answers cluster while each respondent's chance of
worry stays exactly ``1 / (1 + exp(-(const + exposure x + herding h)))``.

``python -m planner.concern.survey.example RUN... --out survey.csv`` draws one for finished runs.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from planner.concern.survey.places import Place, places_of

COEFFICIENTS: Mapping[str, float] = {"const": -0.4, "exposure": 1.5, "herding": 0.8}
"""What the example is drawn with; chosen for the example, not taken from any survey."""
HERDING_SHARE = 523 / 713
SEED = 74


def example_rows(
    places: Sequence[Place],
    respondents: int,
    *,
    coefficients: Mapping[str, float] = COEFFICIENTS,
    leaning: float = 0.1,
    seed: int = SEED,
) -> list[dict[str, str]]:
    """Return the rows of a synthetic survey, marked so in the column ``evidence``.

    Parameters
    ----------
    places
        Villages, from `places_of`; whole townships are passed over.
    respondents
        Rows, drawn evenly over the villages.
    leaning
        Correlation of the hidden leanings within a township, 0 to below 1.
    """
    from scipy.special import ndtr

    rng = np.random.default_rng(seed)
    villages = [p for p in places if p.village_id and p.exposure == p.exposure]
    townships = sorted({(p.county_id, p.township) for p in villages})
    common = dict(zip(townships, rng.standard_normal(len(townships)), strict=True))
    rows = []
    for k, chosen in enumerate(rng.integers(len(villages), size=respondents).tolist()):
        place = villages[chosen]
        herding = bool(rng.random() < HERDING_SHARE)
        odds = coefficients["const"] + coefficients["exposure"] * place.exposure
        odds += coefficients["herding"] * herding
        shared = np.sqrt(leaning) * common[place.county_id, place.township]
        hidden = shared + np.sqrt(1 - leaning) * rng.standard_normal()
        worried = ndtr(hidden) < 1 / (1 + np.exp(-odds))
        rows.append(
            {
                "respondent": f"S{k + 1:05d}",
                "county": place.county_id,
                "village": place.village_id,
                "township": place.township,
                "worried": str(int(worried)),
                "group": "herding" if herding else "public_institution",
                "evidence": "synthetic",
            }
        )
    return rows


def write_example(rows: Sequence[Mapping[str, str]], path: Path) -> None:
    """Write rows as UTF-8 with BOM, so that Excel opens them."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(argv: Sequence[str] | None = None) -> None:
    """Draw a synthetic survey for finished runs and write it."""
    from planner.concern.read import plan_exposure

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--definition", default="D1")
    parser.add_argument("--respondents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=SEED)
    said = parser.parse_args(argv)
    places = places_of([plan_exposure(run) for run in said.runs], said.definition)
    write_example(example_rows(places, said.respondents, seed=said.seed), said.out)


if __name__ == "__main__":
    main()
