"""The window: the only part of kbconnect that imports Qt. It asks `app` for everything and knows no SQL."""
