"""Public holidays as a source: computed, then landed like any other extract.

The holidays library knows the days; which locations and years matter is the firm's configuration.
Landing them makes a rebuild independent of the library's version.
"""

from collections.abc import Iterator

import holidays

from ingest.config import Firm, Instance
from ingest.contracts import Contract
from ingest.errors import ConfigError
from ingest.sources import AS_AGREED, Batch, Shape


class CalendarSource:
    """The public holidays of a firm's locations."""

    def __init__(self, firm: Firm, instance_name: str) -> None:
        """Take locations and years from the configuration."""
        self._key = f"{firm.path}: instances.{instance_name}.locations"
        self._instance: Instance = firm.instances[instance_name]

    def shape_of(self, contract: Contract) -> Shape:
        """Return no difference: the rows are made to the contract."""
        del contract
        return AS_AGREED

    def batches(self, contract: Contract, shape: Shape = AS_AGREED) -> Iterator[Batch]:
        """Yield one batch: a row per location and day, ordered by both."""
        del shape
        rows = [
            row
            for location, place in sorted(self._instance.locations.items())
            for row in self._rows(location, place)
        ]
        names = [column.name for column in contract.columns]
        yield [tuple(row[name] for name in names) for row in rows]

    def _rows(self, location: str, place: str) -> list[dict[str, object]]:
        country, _, subdivision = place.partition("-")
        try:
            days = holidays.country_holidays(
                country, subdiv=subdivision or None, years=self._instance.years
            )
        except NotImplementedError as error:
            raise ConfigError(
                f"{self._key}.{location}: no holidays are known for {place}. {error}",
                way_out="use an ISO country such as US, or country and subdivision such as US-NY.",
            ) from error
        return [
            {
                "location": location,
                "country": country,
                "subdivision": subdivision or None,
                "holiday_on": day,
                "name": name,
            }
            for day, name in sorted(days.items())
        ]
