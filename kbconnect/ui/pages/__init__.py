"""The pages of the window, a file or a few for each."""
