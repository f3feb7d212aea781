"""The page and the workbook of several runs side by side."""
