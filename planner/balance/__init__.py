"""Balance of schools: figures by school and stage, the measures' indicators, their audit."""
