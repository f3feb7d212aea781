"""Leh district, Ladakh: a converter from the PMGSY Rural Connectivity Datasets of 2022.

No data is kept here. `python -m data.leh PATH_TO/ladakh_leh.gpkg.zip` makes a county folder
from a copy of the source and writes down everything that it had to assume.
"""
