"""The rules of kbconnect in pure Python: no Qt, no SQLAlchemy, no driver, no file, no clock, no environment."""
