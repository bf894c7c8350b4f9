"""Matrix calculus by hand: lines of code from tiles, computed as NumPy would and judged exactly.

Read in this order: `tiles` are what a line is built from; `expression` reads them as Python would;
`evaluation` computes each part, with NumPy's own errors; `problem` is a random network and its batch;
`answers` are the right lines and `mistakes` the wrong ones that students write; `exercise` puts them into
levels; `judgement` compares what was built with the right line, and `ordering` judges the order of lines.
No text is executed.
"""
