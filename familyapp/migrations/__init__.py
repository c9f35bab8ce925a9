"""The schema's history: one file a step, forwards only."""
