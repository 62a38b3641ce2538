"""A command of another tool as its documentation prints it, where it stands there, and what becomes of it here."""
import dataclasses

WORKS = "works"
REFUSED = "refused"


@dataclasses.dataclass(frozen=True)
class Command:
    where: str
    text: str  # as printed there
    becomes: str = WORKS
    said: str = ""  # of a refused one: part of what it says; of another: part of a warning
    files: dict[str, str] = dataclasses.field(default_factory=dict)
