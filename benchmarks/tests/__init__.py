"""Tests of the benchmarks; those of the product lie in tests/."""
