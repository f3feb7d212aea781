"""What several finished runs say side by side, as plain data; the page is drawn in reports."""
