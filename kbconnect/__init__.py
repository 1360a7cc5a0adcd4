"""kbconnect brings a team's databases into a knowledge base and keeps it true. Nothing here runs at import."""

__version__ = "0.1.0"
