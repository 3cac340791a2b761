"""Small pieces of SQL that the conversions from text share.

A conversion never bends a value: what does not convert exactly is null and says why.
"""

from dataclasses import dataclass

BLANKS = "' \t\n\r\u00a0\u202f'"

_JOINED = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a text does not convert.

    Attributes:
        condition: SQL that holds when this is why; the first that holds counts.
        kind: Short name of the reason.
        message: The reason for people, without the value.
    """

    condition: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """How one text becomes a typed value.

    Attributes:
        quick: Condition and SQL of the value for texts written as usual, without blanks around
            them; None when there is no short way. It must agree with ``parsed``.
        parsed: SQL of the value, or of the local time of an instant; null if it cannot be read.
        value: SQL of the final value from the step before; None when it is that already.
        reasons: Why the value may be null though there is text; the last holds always.
    """

    quick: tuple[str, str] | None
    parsed: str
    value: str | None
    reasons: tuple[Reason, ...]


def literal(text: str) -> str:
    """Quote a text for SQL."""
    return "'" + text.replace("'", "''") + "'"


def is_one_of(text: str, texts: tuple[str, ...]) -> str:
    """Return the SQL of whether a text is one of some, at least one; null for no text.

    DuckDB makes a join of an ``in`` with five values or more, which costs every row.
    """
    known = ", ".join(literal(one) for one in texts)
    return f"{text} in ({known})" if len(texts) < _JOINED else f"list_contains([{known}], {text})"


def matches(text: str, pattern: str) -> str:
    """Return the SQL of whether the whole of a text matches an RE2 pattern."""
    return f"regexp_full_match({text}, {literal(pattern)})"


def trimmed(text: str) -> str:
    """Return the SQL of a text without the blanks around it."""
    return f"trim({text}, {BLANKS})"


def cases(*branches: tuple[str, str]) -> str:
    """Return the SQL of the first value whose condition holds, null if none does."""
    return (
        "case "
        + " ".join(f"when {condition} then {value}" for condition, value in branches)
        + " end"
    )
