"""The staffing search measured: docs/benchmarks-staffing.md says what came out."""
