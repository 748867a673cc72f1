"""Text as the rest of the house sees it: spans, immutable documents, edits."""

from stackproof.text.document import Document, Encoding, LineIndex, Position
from stackproof.text.edit import Edit, apply_edits
from stackproof.text.span import Span

__all__ = ["Document", "Edit", "Encoding", "LineIndex", "Position", "Span", "apply_edits"]
