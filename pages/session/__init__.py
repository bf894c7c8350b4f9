"""The session: its state, link, controls, menu and shell."""
