"""Travel: roads, access, speeds and bus lines turned into a table of trips."""
