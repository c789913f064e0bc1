"""Building a gazetteer file from dumps of GeoNames, extracts of Who's On First and a user's own table."""

from recount.gazetteer.building.build import Built, Sources, build
from recount.gazetteer.building.dump import text_size

__all__ = ["Built", "Sources", "build", "text_size"]
