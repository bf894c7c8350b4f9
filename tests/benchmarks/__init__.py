"""The figures of docs/benchmarks.md, one command each: ``python -m tests.benchmarks.NAME``."""
