"""People, pupils and descriptions of the village units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .model import County
from .places import Ground

STAGES = ("lower", "upper", "junior")
COLUMNS = [
    "village_id",
    "name",
    "township",
    "lon",
    "lat",
    "elevation_m",
    "population",
    "households",
    "lower_pupils",
    "upper_pupils",
    "junior_pupils",
    "herder_share",
    "minority_share",
    "language",
    "stream",
    "left_behind_pupils",
    "girls_share",
    "income_yuan",
    "children_0_5",
    "provenance",
]
ROLE_WEIGHT = {"town": 2.2, "seat": 2.2, "centre": 1.35, "member": 0.9, "far": 0.55}


def share_out(total: int, weights: np.ndarray) -> np.ndarray:
    """Split a whole number by weights (largest remainder), so that the sum is exact."""
    exact = total * np.asarray(weights, dtype=float) / np.sum(weights)
    whole = np.floor(exact).astype(int)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - whole.sum()]] += 1
    return whole


def populations(county: County, table: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Return the people of each village unit; their sum is the county's total."""
    town = table["village_code"].map(county.town_people).to_numpy(dtype=float)
    weight = table["role"].map(ROLE_WEIGHT).to_numpy(dtype=float)
    weight = weight * np.exp(rng.normal(0, 0.38, len(table)))
    altitude = table["elevation_m"].to_numpy(dtype=float)
    weight = weight * np.exp(-(altitude - np.median(altitude)) / 6_000)
    given = np.where(np.isnan(town), 0, town).astype(int)
    rest = share_out(county.people - int(given.sum()), np.where(np.isnan(town), weight, 0))
    return given + rest


def stage_pupils(county: County, table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return children of 0 to 5 years and pupils of each stage of the village units."""
    people = table["population"].to_numpy()
    rates = county.rates
    urban = table["role"].eq("town").to_numpy()
    young_place = np.exp(rng.normal(0, 0.14, len(table))) * np.where(urban, 1.04, 1.0)
    result = {}
    for name, rate in (
        ("children_0_5", rates.young),
        ("lower_pupils", rates.lower),
        ("upper_pupils", rates.upper),
        ("junior_pupils", rates.junior),
    ):
        expected = people * rate * young_place
        expected *= people.sum() * rate / expected.sum()
        none = rng.random(len(table)) < 0.3 * np.exp(-expected / 8)
        expected = np.where(none, 0, expected * np.exp(rng.normal(0, 0.08, len(table))))
        result[name] = rng.poisson(expected)
    return pd.DataFrame(result, index=table.index)


def shares_around(mean: float, size: int, spread: float, rng: np.random.Generator) -> np.ndarray:
    """Return shares between 0 and 1 scattered around a mean (logit-normal)."""
    logit = np.log(mean / (1 - mean)) + rng.normal(0, spread, size)
    return 1 / (1 + np.exp(-logit))


def make_villages(
    county: County, ground: Ground, places: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the table of villages, with the columns of the places kept beside it."""
    rates = county.rates
    table = places.reset_index(drop=True).copy()
    count = len(table)
    table["elevation_m"] = np.rint(ground.height.ravel()[table["cell"]]).astype(int)
    lon, lat = ground.grid.lonlat(table["cell"].to_numpy())
    aside = rng.uniform(-90, 90, (count, 2))
    table["lon"] = np.round(lon + aside[:, 0] / 95_000, 6)
    table["lat"] = np.round(lat + aside[:, 1] / 111_000, 6)
    table["village_id"] = table["village_code"]
    table["population"] = populations(county, table, rng)
    table["households"] = np.maximum(
        1, np.rint(table["population"] / (rates.household_size * rng.uniform(0.9, 1.1, count)))
    ).astype(int)
    table = table.join(stage_pupils(county, table, rng))
    up = np.clip(
        (table["elevation_m"] - rates.herder_from_m) / (rates.herder_to_m - rates.herder_from_m),
        0,
        1,
    )
    herders = np.clip(up * rates.herder_max + rng.normal(0, 0.05, count), 0.01, 0.97)
    table["herder_share"] = np.round(np.where(table["role"] == "town", 0.03, herders), 2)
    mandarin = table["village_code"].str.startswith(rates.mandarin_units)
    # A prefix names a whole township: only every third of its villages speaks Mandarin.
    mandarin &= table["village_id"].isin(rates.mandarin_units) | (rng.random(count) < 0.35)
    table["language"] = np.where(mandarin, "mandarin", rates.language)
    mostly = shares_around(rates.minority_share + 0.6 * (1 - rates.minority_share), count, 0.5, rng)
    table["minority_share"] = np.round(
        np.where(mandarin, rng.uniform(0.25, 0.55, count), mostly), 3
    )
    names = [name for name, _ in rates.streams]
    chance = np.array([weight for _, weight in rates.streams])
    townships = table["township"].unique()
    dealt = np.repeat(names, share_out(len(townships), chance))
    stream = dict(zip(townships, rng.permutation(dealt), strict=True))
    stream[county.seat] = names[int(np.argmax(chance))]
    table["stream"] = np.where(mandarin, "mandarin", table["township"].map(stream))
    pupils = table[[f"{stage}_pupils" for stage in STAGES]].sum(axis=1).to_numpy()
    table["left_behind_pupils"] = rng.binomial(
        pupils, shares_around(rates.left_behind, count, 0.4, rng)
    )
    girls = rng.binomial(np.maximum(pupils, 1), 0.482) / np.maximum(pupils, 1)
    table["girls_share"] = np.round(np.where(pupils > 0, girls, 0.48), 3)
    income = rates.income_yuan * np.exp(rng.normal(0, 0.16, count))
    income *= np.where(table["role"] == "town", 1.5, np.where(table["role"] == "far", 0.85, 1.0))
    table["income_yuan"] = (np.rint(income / 100) * 100).astype(int)
    table["provenance"] = "synthetic"
    return table
