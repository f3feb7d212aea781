"""Reading a county folder: files to frames, checks, and the County."""
