"""Numbers written with an exponent, turned into plain digits without passing through a float."""

from ingest.typed_sql import literal, matches

_EXPONENT = r"[+-]?(?:(\d+)(?:\.(\d*))?|\.(\d+))[eE]([+-]?0*\d{1,3})"
_PARTS = "['whole', 'fraction', 'bare', 'exponent']"
_MOST_ZEROS = 60  # more than any type holds: such a number is too large, however it is written


def has_exponent(text: str) -> str:
    """Return the SQL of whether a text is a number with an exponent."""
    return matches(text, _EXPONENT)


def plain(text: str, *, decimals: int, shift: int) -> str:
    """Return the SQL of the same number as plain digits.

    Args:
        text: SQL of a text that has an exponent.
        decimals: The most decimals, those that are zero left out, that the number may have.
        shift: How many places the point moves to the left after that.

    Returns:
        SQL that is null where the number has more decimals.
    """
    parts = f"regexp_extract({text}, {literal(f'^{_EXPONENT}$')}, {_PARTS})"
    digits = "one.whole || one.fraction || one.bare"
    scaled = (
        f"{{'digits': ltrim(rtrim({digits}, '0'), '0'), "
        f"'power': try_cast(one.exponent as INTEGER) - length(one.fraction || one.bare) "
        f"+ length({digits}) - length(rtrim({digits}, '0'))}}"
    )
    power = f"(one.power - {shift})" if shift else "one.power"
    before = f"length(one.digits) + {power}"
    written = (
        "case when one.digits = '' then '0' "
        f"when -one.power > {decimals} then null "
        f"when {power} >= 0 then one.digits || repeat('0', least({power}, {_MOST_ZEROS})) "
        f"when {before} > 0 "
        f"then left(one.digits, {before}) || '.' || substr(one.digits, {before} + 1) "
        f"else '0.' || repeat('0', -({before})) || one.digits end"
    )
    unsigned = _with(_with(f"[{parts}]", scaled), written)
    return f"case when starts_with({text}, '-') then '-' else '' end || {unsigned}[1]"


def _with(values: str, result: str) -> str:
    return f"list_transform({values}, lambda one: {result})"
