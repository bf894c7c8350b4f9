"""The Streamlit half of the app: shell, controls, state and the live stage."""
