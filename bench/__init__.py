"""Measure what must stay fast, beside what others take for the same work in the same run."""
