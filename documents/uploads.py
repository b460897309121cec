"""An upload that is hashed while it arrives and kept nowhere: not in memory, not on disk.

The one invariant: after the request nothing of the file is left. Used by the public verification page.
"""

import hashlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class HashedFile(UploadedFile):
    """A file of which only size and SHA-256 are known."""

    def __init__(self, size: int, sha256: str) -> None:
        super().__init__(file=BytesIO(), name="hashed", size=size)
        self.sha256 = sha256


class HashingUploadHandler(FileUploadHandler):
    """Hash every file; stop one that grows beyond `most_bytes`."""

    def __init__(self, request: Any = None, most_bytes: int = 30 * 2**20) -> None:
        super().__init__(request)
        self.most_bytes = most_bytes

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.digest, self.received = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.most_bytes:
            raise StopUpload(connection_reset=True)
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        return HashedFile(file_size, self.digest.hexdigest())
