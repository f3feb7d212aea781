"""Who teaches where after the layout: need, supply, and the programme that brings them together.

Imported only where a run asks for staffing; `need`, `supply` and `assemble` turn a county and a
layout into a `StaffInstance`, which knows nothing of geometry or files.
"""
