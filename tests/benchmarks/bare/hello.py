"""The page that ours are compared with: all that it takes is Streamlit's own."""

import streamlit as st

st.write("hello")
