"""Read YAML strictly: a key given twice is an error, and errors carry their line."""

from pathlib import Path
from typing import Any

import yaml


class _StrictLoader(yaml.CSafeLoader):
    """PyYAML's safe loader, minus the habit of letting the last duplicate key win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys: set[str] = set()
        for key_node, _ in node.value:
            if key_node.value in keys:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key_node.value!r} is given twice", key_node.start_mark
                )
            keys.add(key_node.value)
        return super().construct_mapping(node, deep)


class YamlFileError(ValueError):
    """A file is not the YAML mapping it should be; the message says where and why."""


def parse_yaml_mapping(text: str) -> dict[str, Any]:
    """Parse text that must hold one YAML mapping.

    Args:
        text: A whole YAML document.

    Returns:
        The mapping, zero or more keys.

    Raises:
        YamlFileError: The text is not YAML, gives a key twice, or is not a mapping. The message
            has the line number (1-based) where YAML knows one.
    """
    try:
        content = yaml.load(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 1}: " if mark else ""
        raise YamlFileError(f"{line}{error.problem or error}") from error
    except yaml.YAMLError as error:
        raise YamlFileError(str(error).splitlines()[0]) from error
    if not isinstance(content, dict):
        raise YamlFileError("line 1: the file must hold keys and values")
    return content


def read_yaml_mapping(path: Path) -> dict[str, Any]:
    """Read a file that must hold one YAML mapping.

    Raises:
        YamlFileError: As `parse_yaml_mapping`, and for a file that is absent or not UTF-8.
    """
    try:
        return parse_yaml_mapping(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise YamlFileError("the file does not exist") from error
    except (OSError, UnicodeDecodeError) as error:
        raise YamlFileError(f"the file cannot be read: {error}") from error
