"""JSON documents: every value written and read again, strictly, with a version, a kind and a schema (extra ``json``).

`dumps` and `loads` speak text, `to_document` and `from_document` plain dictionaries; `schema` gives the JSON Schema of
a kind. What is wrong in a document is one exception, `InvalidDocument`, with all problems and their paths. This face
only imports, and says what to install where cattrs is missing.
"""

from importlib.util import find_spec

from supportcore.errors import MissingExtra

if find_spec("cattrs") is None:
    raise MissingExtra(
        "cattrs", "documents are read with cattrs, which is not installed", "pip install 'supportcore[json]'"
    )

from supportcore.errors import InvalidDocument as InvalidDocument
from supportcore.errors import Problem as Problem
from supportcore.wire.documents import VERSION as VERSION
from supportcore.wire.documents import dumps as dumps
from supportcore.wire.documents import from_document as from_document
from supportcore.wire.documents import loads as loads
from supportcore.wire.documents import to_document as to_document
from supportcore.wire.records import Journal as Journal
from supportcore.wire.schemas import schema as schema
from supportcore.wire.table import KINDS as KINDS
