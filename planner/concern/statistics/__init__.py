"""The survey's figure and a plan's exposure, compared without pretending to know more."""
