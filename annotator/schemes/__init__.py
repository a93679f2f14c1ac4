"""Codebooks: YAML to `Scheme`, `Scheme` to Label Studio's config and guideline."""

from annotator.schemes.builtin import builtin_names, load_builtin
from annotator.schemes.conditions import conditions, ends
from annotator.schemes.editor_script import EDITOR_SCRIPT
from annotator.schemes.foreign_config import scheme_from_labelstudio_xml
from annotator.schemes.guideline_html import guideline_html, instruction_html
from annotator.schemes.labelstudio_config import to_xml
from annotator.schemes.reading import check_scheme, load_scheme, load_scheme_file
from annotator.schemes.writing import to_yaml

__all__ = [
    "EDITOR_SCRIPT",
    "builtin_names",
    "check_scheme",
    "conditions",
    "ends",
    "guideline_html",
    "instruction_html",
    "load_builtin",
    "load_scheme",
    "load_scheme_file",
    "scheme_from_labelstudio_xml",
    "to_xml",
    "to_yaml",
]
