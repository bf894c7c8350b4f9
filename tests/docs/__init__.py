"""The documentation's pictures and tables: ``python -m tests.docs`` makes them, the tests compare them."""
