"""One contract file as the standard's model, with every problem found in it and its line.

The standard's models drop nested keys they do not know; here such a key is a problem, so that a
typing mistake in a contract never silently loosens it.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from open_data_contract_standard.model import OpenDataContractStandard
from pydantic import BaseModel, ValidationError

from ingest.errors import ContractError
from ingest.yaml_files import YamlFileError, parse_yaml_mapping

Where = tuple[str | int, ...]
_LINE = re.compile(r"^line (\d+): (.*)$", re.DOTALL)
_WAY_OUT = "mend the contract; docs/contracts.md says what it may contain."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a contract.

    Attributes:
        line: 1-based line of the file, None where none can be told.
        what: What is wrong and with which key.
    """

    line: int | None
    what: str


class ContractProblemsError(ContractError):
    """A contract file cannot be used; it knows every problem found in it.

    Attributes:
        path: The contract's file.
        problems: All problems, at least one, in the order of the file.
    """

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        """Say all problems, one on each line."""
        self.path = path
        self.problems = problems
        lines = (f"line {one.line}: {one.what}" if one.line else one.what for one in problems)
        super().__init__("\n".join(f"{path}: {line}" for line in lines), way_out=_WAY_OUT)


class Document:
    """A contract file being read: its content, and the problems noted so far."""

    def __init__(self, path: Path, content: bytes) -> None:
        """Parse a file's content.

        Raises:
            ContractProblemsError: It is not YAML, or not of the standard's shape.
        """
        self.path = path
        self._content = content
        self._problems: list[Problem] = []
        try:
            self.data = parse_yaml_mapping(content.decode("utf-8"))
        except (YamlFileError, UnicodeDecodeError) as error:
            found = _LINE.match(str(error))
            problem = Problem(int(found[1]), found[2]) if found else Problem(None, str(error))
            raise ContractProblemsError(path, (problem,)) from error
        try:
            self.model = OpenDataContractStandard.model_validate(self.data)
        except ValidationError as error:
            for one in error.errors(include_input=False, include_url=False):
                label = ".".join(str(part) for part in one["loc"])
                self.note(one["loc"], f"{label}: {one['msg']}")
            self.raise_if_any()
        self._refuse_unknown_keys(self.model, self.data, where=(), label="")

    def note(self, where: Where, what: str) -> None:
        """Record a problem at a place, such as ``("schema", 0, "properties", 3, "unit")``."""
        self._problems.append(Problem(self._line_of(where), what))

    def raise_if_any(self) -> None:
        """Raise if a problem was noted.

        Raises:
            ContractProblemsError: With all of them.
        """
        if self._problems:
            ordered = sorted(self._problems, key=lambda problem: problem.line or 0)
            raise ContractProblemsError(self.path, tuple(ordered))

    def text(self, value: str | None, where: Where, label: str) -> str:
        """Return text without surrounding blanks, noting when there is none."""
        if value is None or not value.strip():
            self.note(where, f"{label}: is missing")
            return ""
        return value.strip()

    def choice(self, value: Any, allowed: tuple[str, ...], where: Where, label: str) -> str:
        """Return a value that must be one of a few, noting when it is not."""
        if value not in allowed:
            self.note(where, f"{label}: must be one of {', '.join(allowed)}, not {value}")
            return allowed[0]
        return str(value)

    def texts(self, value: Any, where: Where, label: str) -> tuple[str, ...]:
        """Return a list of texts, noting when it is anything else."""
        if not isinstance(value, list) or not value:
            self.note(where, f"{label}: must be a list of at least one text")
            return ()
        for index, one in enumerate(value):
            if not isinstance(one, str):
                self.note(
                    (*where, index), f"{label}: write {one} in quotes, it is not read as text"
                )
        return tuple(str(one) for one in value)

    def _refuse_unknown_keys(
        self, model: BaseModel, data: Any, *, where: Where, label: str
    ) -> None:
        """Note keys that the standard's models would drop without a word."""
        fields = {field.alias or name: name for name, field in type(model).model_fields.items()}
        for key, value in data.items():
            here = f"{label}.{key}" if label else str(key)
            if key not in fields:
                self.note((*where, key), f"{here}: unknown key")
                continue
            child = getattr(model, fields[key])
            if isinstance(child, BaseModel):
                self._refuse_unknown_keys(child, value, where=(*where, key), label=here)
            for index, part in enumerate(child if isinstance(child, list) else ()):
                if isinstance(part, BaseModel):
                    one = f"{here}[{value[index].get('name', index)}]"
                    place = (*where, key, index)
                    self._refuse_unknown_keys(part, value[index], where=place, label=one)

    def _line_of(self, where: Where) -> int | None:
        """Return the line of a place, or of the nearest thing around it."""
        node = yaml.compose(self._content.decode("utf-8"), Loader=yaml.CSafeLoader)
        line: int | None = None
        for part in where:
            if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                node = node.value[part] if part < len(node.value) else None
                line = node.start_mark.line + 1 if node is not None else line
            elif isinstance(node, yaml.MappingNode):
                pair = next((pair for pair in node.value if pair[0].value == str(part)), None)
                line = pair[0].start_mark.line + 1 if pair else line
                node = pair[1] if pair else None
        return line
