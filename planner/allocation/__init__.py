"""What the allocation programme is given and decides, and its figures: plain data, no solver."""
