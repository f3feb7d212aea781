"""The staffing search measured: docs/staffing.md says what came out."""
