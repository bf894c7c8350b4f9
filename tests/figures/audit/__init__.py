"""An auditor that measures drawn figures as a designer would; `python -m tests.figures.audit` runs it."""
