"""The papers for notice and hearing of each closure of a finished run."""
