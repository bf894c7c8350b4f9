"""The scenes: one package a page, with the page's name."""
