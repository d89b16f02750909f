"""The rules of the address map, each ready to read addresses at once and to write them when first asked to."""

from collections.abc import Callable

from werkzeug.routing import Rule


class Address(Rule):
    """A rule that compiles what writes its addresses when the first one is written.

    Werkzeug compiles two functions a rule at every start, through Python's syntax trees; most are never called.
    """

    def _compile_builder(
        self,
        append_unknown: bool = True,  # noqa: FBT002 (Werkzeug's own signature)
    ) -> Callable[..., tuple[str, str]]:
        compile_now = super()._compile_builder

        def build(rule: Rule, /, **values: str) -> tuple[str, str]:
            made = compile_now(append_unknown).__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", made)
            written: tuple[str, str] = made(**values)
            return written

        return build
