"""Refused: the one error that is meant for people; its words stand in the catalogues, not here."""


class Refused(Exception):
    """Something a person asked for is not possible, and `code` says why in a form that can be translated."""

    def __init__(self, code: str, status: int = 409, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.values = values
