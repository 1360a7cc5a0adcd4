"""The command line: the same Application as the window, as text and as JSON. `main.run` is the way in."""
