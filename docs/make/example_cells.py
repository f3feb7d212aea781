"""The cells of docs/example.ipynb; example.py executes them and writes it."""

# ruff: noqa: B018, E402

# %% [markdown]
# # 在笔记本中读取运行结果 · Finished runs in a notebook
#
# 示例县（6 个村、4 所学校）是虚构的，不能据此下任何结论。
# The sample county (6 villages, 4 schools) is invented; nothing can be concluded from it.
#
# 本笔记本由 `python docs/make/example.py` 生成，无需联网。
# This notebook is written by `python docs/make/example.py` and needs no network.

# %%
from pathlib import Path

import pandas as pd

import planner
from planner.run import run_scenario
from planner.sample import sample_folder

pd.set_option(
    "display.width", 100, "display.max_columns", 20, "display.unicode.east_asian_width", True
)
runs = Path("runs")
for name in ("today", "one-school-per-township"):
    # the same as: plan --scenario SAMPLE/NAME.yaml --out runs/NAME
    run_scenario(sample_folder() / f"{name}.yaml", runs / name)

# %% [markdown]
# ## 读取 · Reading
#
# `planner.load_run` 读回一个结果文件夹：各表为 DataFrame，学校和村庄带点位（EPSG:4326），编码保持文本，未知为 NaN。
# `planner.load_run` reads a run folder back: tables as DataFrames, schools and villages with their
# points (EPSG:4326), ids as text, what is unknown as NaN.

# %%
today = planner.load_run(runs / "today")
merged = planner.load_run(runs / "one-school-per-township")
merged

# %%
print(merged.title("zh"), "·", merged.title("en"))
print(merged.status, f"gap {merged.gap:.2%}", merged.county_name["zh"], merged.county_name["en"])
print(merged.tables["lines"].loc[0, "stops"])

# %% [markdown]
# ## 哪些学校变动 · Which schools change

# %%
changed = merged.schools[merged.schools["decision"] != "keep"]
changed[["school_id", "name", "decision", "pupils_leaving", "receivers", "evidence"]]

# %% [markdown]
# ## 谁走得更远 · Who travels longer
#
# 按村、学段列出单程多出 10 分钟以上的学生，最远的在前。
# Pupils by village and stage whose way grows by over 10 minutes, the farthest first.

# %%
going = merged.assignments
longer = going[going["added_minutes"] > 10].sort_values("added_minutes", ascending=False)
columns = ["village", "stage", "pupils", "baseline_minutes", "minutes", "baseline_school", "school"]
longer[columns].round(1).reset_index(drop=True)

# %%
print(int(longer["pupils"].sum()), "of", int(going["pupils"].sum()), "pupils")

# %% [markdown]
# ## 指标 · Indicators
#
# `indicators` 是长表：每行一项指标、一个分组；`baseline` 是现状，`value` 是方案。
# `indicators` is tidy, a row for an indicator and a group; `baseline` is today, `value` the plan.

# %%
chosen = [
    "schools_open",
    "affected_pupils",
    "pupils_over_norm",
    "boarders",
    "annual_cost_yuan",
    "household_cost_yuan",
]
county = merged.indicators[merged.indicators["group_kind"] == "county"]
county.set_index("indicator").loc[chosen, ["unit", "baseline", "value"]].round(0)

# %% [markdown]
# ## 地图 · The map
#
# `.map()` 就是 `map.html` 的地图，可以再加 folium 图层；离线也能显示。
# `.map()` is the map of `map.html` as a folium map: add layers of your own. It works offline.

# %%
import folium

shown = merged.map(lang="en")
for village in merged.villages.query("added_minutes_max > 20").itertuples():
    place = [village.geometry.y, village.geometry.x]
    folium.CircleMarker(place, radius=16, color="#b91c1c", fill=False).add_to(shown)
shown

# %% [markdown]
# ## 比较 · A comparison
#
# `.compare(其他运行…)` 与 `plan compare` 相同：`.indicators`、`.closures` 为表，`.save("比较.html")` 写出页面和工作簿，
# 在单元格中显示整页。
# `.compare(other, …)` is `plan compare`: `.indicators` and `.closures` as tables,
# `.save("compare.html")` writes page and workbook, and the cell shows the page.

# %%
compared = today.compare(merged)
compared.closures

# %%
compared.indicators.loc[chosen].drop(columns=["group", "better"]).round(0)

# %%
compared
