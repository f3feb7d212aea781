"""The layout programme: from an instance to a plan with its certificate."""
