"""TypeScript, JavaScript: text to program model, imports to files."""

from stackproof.languages.typescript.names import TypeScriptNames
from stackproof.languages.typescript.parse import TypeScript

__all__ = ["TypeScript", "TypeScriptNames"]
