"""Why a file is not even looked at."""


class RefusedFileError(ValueError):
    """A file that is not kept; each class below is one reason."""


class NoFileError(RefusedFileError):
    """No file was chosen."""


class EmptyFileError(RefusedFileError):
    """There is nothing in the file."""


class UnknownEndingError(RefusedFileError):
    """The name ends as no file that an import reads."""


class WrongContentError(RefusedFileError):
    """The file is something else than its name says."""


class TooMuchInsideError(RefusedFileError):
    """The file unpacks to more than this page can take; the command line can."""


class TooManyUploadsError(RefusedFileError):
    """So many files wait already that no more are kept."""
