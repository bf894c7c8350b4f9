"""Figures: plain arrays in, Plotly figures and patches out.

Two conventions hold in every module here:

1. ``xxx_figure`` builds a skeleton once per experiment, ``xxx_patch`` fills it with the exact
   numbers of one step. The skeleton is also what stands under a moving picture: nothing stale.
   A patch has the arguments of ``Plotly.update``; its arrays stay NumPy arrays.
2. What moves is a raster: a quantiser turns numbers into bytes, and a 256-row palette turns bytes
   into colours. Raster palettes and Plotly colour scales are built from the same stops, so that
   the moving picture and the exact one look the same. Row 0 of a raster is its top.
"""
