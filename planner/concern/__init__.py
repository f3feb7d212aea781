"""The worry that merging schools lengthens the way: how far plans bear it out."""
