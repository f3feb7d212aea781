"""Who teaches where, as plain data: what the staffing programme is given and what it decides.

Nothing here knows of a solver, a file or a map, so that the programme, the audit and the pages
speak of the same arrays.
"""
