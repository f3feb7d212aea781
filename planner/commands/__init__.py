"""The commands of `plan`, one function each: parse, call, print. `cli.py` puts them together."""
