"""A self-hostable crypto portfolio and education platform."""

__version__ = "0.1.0"
