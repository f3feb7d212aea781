"""From county, travel table and scenario to the instance: what may be chosen, at what cost."""
