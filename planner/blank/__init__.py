"""`plan init`: an empty county folder with a workbook to fill in."""
