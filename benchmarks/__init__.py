"""Long measurements: the shipped scenarios, and the programme against brute force."""
