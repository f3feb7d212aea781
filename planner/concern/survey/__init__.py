"""Answers of single respondents, joined to what the plan would do where they live."""
