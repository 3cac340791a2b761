"""Benchmarks: how fast, within how much memory, beside what others would write."""
