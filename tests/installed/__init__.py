"""What takes long: the project in clean environments, as a stranger installs it."""
