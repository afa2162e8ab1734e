"""Every error this project raises on purpose.

    OnRecordError
    ├── SourceError             a file cannot become a source
    │   ├── EmptySource
    │   ├── NotText
    │   ├── SourceTooLarge
    │   ├── UnsupportedFormat
    │   └── DuplicateSource
    ├── StoreError              what is on disk cannot be used
    │   ├── StoreMissing
    │   ├── StoreLocked
    │   ├── FormatMismatch
    │   ├── ModelMismatch
    │   ├── DamagedIndex
    │   ├── RecordLost
    │   ├── DiskFull
    │   └── DiskFailed
    ├── EncoderError            the embedding model cannot be used
    │   ├── ModelMissing
    │   ├── ModelChanged
    │   ├── AdapterChanged
    │   ├── ReaderChanged
    │   └── TextTooLong
    ├── QuestionError           a question cannot be asked as it stands
    │   ├── UnknownFilter
    │   ├── BadDateRange
    │   └── QuestionTooLong
    ├── NotFound                an id or a name that is not on record
    ├── NotReady                the service is still loading its index
    ├── Busy                    more is asked of the service at once than it takes
    │   └── Moved
    ├── BadRequest              a cursor or a name that this service cannot take
    ├── QuoteMismatch           a quote differs from its source: never served
    ├── CollectionError         an evaluation collection is wrong or incomplete
    ├── TrainingError           there is too little to train on
    └── SettingsError           a setting has a wrong value

A message names the value, what was expected and the cure.
"""

from __future__ import annotations

from collections.abc import Sequence


class OnRecordError(Exception):
    """Base of all errors that a user may see."""


class SourceError(OnRecordError):
    """A file cannot become a source."""


class EmptySource(SourceError):
    """The file has no bytes, or no text but white space."""


class NotText(SourceError):
    """The bytes are not text in the expected encoding.

    `encoding` is one that they seem to be in, empty for none; `what` is the message without how the
    command line is told it, since other doors are told it in another way.
    """

    def __init__(self, what: str, encoding: str = "") -> None:
        super().__init__(f"{what}; read it with --encoding {encoding}" if encoding else what)
        self.what = what
        self.encoding = encoding


class SourceTooLarge(SourceError):
    """The file is larger than the limit."""


class UnsupportedFormat(SourceError):
    """No reader knows this kind of file."""


class DuplicateSource(SourceError):
    """The same bytes are on record under another name."""


class StoreError(OnRecordError):
    """What is on disk cannot be used."""


class StoreMissing(StoreError):
    """There is no index at this place, or no such folder or file."""


class StoreLocked(StoreError):
    """Another process is writing to this index."""


class FormatMismatch(StoreError):
    """The index was written in another format."""


class ModelMismatch(StoreError):
    """The index was made with another embedding model."""


class DamagedIndex(StoreError):
    """A file of the index differs from its checksum and cannot be rebuilt."""


class RecordLost(StoreError):
    """The database does not hold what was acknowledged: it is behind, or another one."""


class DiskFull(StoreError):
    """There is no space left to write to; what is on record stays readable."""


class DiskFailed(StoreError):
    """The system refuses to read or write a file of the index.

    `passing` holds where one read failed and the file is whole: the next one may succeed.
    """

    passing = False


class EncoderError(OnRecordError):
    """The embedding model cannot be used."""


class ModelMissing(EncoderError):
    """The embedding model is not installed or not at this place."""


class ModelChanged(EncoderError):
    """The weights differ from the pinned hash."""


class AdapterChanged(EncoderError):
    """An adapter is damaged, or was made for other weights."""


class ReaderChanged(EncoderError):
    """A reader is damaged, or was made for other weights."""


class TextTooLong(EncoderError):
    """A text would be cut by the encoder; text is never cut silently."""


class QuestionError(OnRecordError):
    """A question cannot be asked as it stands."""


class UnknownFilter(QuestionError):
    """A filter names what is not on record; `near` lists near misses, `field` is the filter."""

    def __init__(self, message: str, near: Sequence[str] = (), field: str = "") -> None:
        super().__init__(message)
        self.near = tuple(near)
        self.field = field


class BadDateRange(QuestionError):
    """A date is malformed, or the range ends before it begins."""


class QuestionTooLong(QuestionError):
    """The question is empty or longer than the limit."""


class NotFound(OnRecordError):
    """An id or a name that is not on record."""


class NotReady(OnRecordError):
    """The service is still loading its index."""


class Busy(OnRecordError):
    """More is asked of the service at once than it takes; nothing was done."""


class Moved(Busy):
    """What a question looks at was taken off the record meanwhile: it is asked again."""


class BadRequest(OnRecordError):
    """A list cursor that was not given out here, or a name that cannot be a source's."""


class QuoteMismatch(OnRecordError):
    """A quote differs from the source at its offsets."""


class CollectionError(OnRecordError):
    """An evaluation collection is wrong or incomplete."""


class TrainingError(OnRecordError):
    """There is too little to train an adapter on."""


class SettingsError(OnRecordError):
    """A setting has a wrong value."""
