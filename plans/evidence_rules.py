"""The refusal that every look at an evidence file ends with."""


class FileRefused(ValueError):
    """A file that is not taken in; `sentence` says in Vietnamese why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
