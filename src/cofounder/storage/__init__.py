"""Storage: bytes kept under the hash of their content.

The same bytes are kept once, whoever puts them; a key says exactly what is behind it.
Nothing here knows where they lie: that is a backend's business.
"""

from cofounder.storage.errors import BlobMissing
from cofounder.storage.keys import blob_key
from cofounder.storage.ports import BlobStore

__all__ = ["BlobMissing", "BlobStore", "blob_key"]
