"""What integration tests ask for by name."""

from tests.integration.faulty import provide_faulty_redis

__all__ = ["provide_faulty_redis"]
