"""Tables, workbook and report of a run."""
