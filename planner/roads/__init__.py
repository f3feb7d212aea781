"""`plan roads`: a road layer from a file or from OpenStreetMap's servers, with a report."""
