"""Reading one YAML file of config/: syntax, duplicate names and encoding become Problems with a line number."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from navigator.schema import Place, Problem, Rule

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """The safe loader that refuses a name written twice, which YAML would silently overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"「{key}」が二度書かれています", key_node.start_mark
                )
            seen.add(key)
        return dict(super().construct_mapping(node, deep))


def read(path: Path, config: Path, rule: Rule, problems: list[Problem]) -> Any:
    """The file's content after its rule; None, with a Problem noted, where it cannot be read at all."""
    name = str(path.relative_to(config.parent))
    try:
        raw = yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506 (a safe loader)
    except FileNotFoundError:
        problems.append(Problem(name, "", "このファイルがありません。"))
        return None
    except UnicodeDecodeError:
        problems.append(Problem(name, "", "UTF-8 で読めません。UTF-8 で保存し直してください。"))
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problems.append(Problem(name, "", f"YAML として読めません（{line}行目）: {error.problem}"))
        return None
    except yaml.YAMLError as error:
        problems.append(Problem(name, "", f"YAML として読めません: {error}"))
        return None
    return rule(raw, Place(name, problems))
