"""A fault in the files of the records keeps nobody from the visitor's pages."""

from data import codes, counting, municipalities, ready


def test_a_fault_is_left_to_the_pages_that_ask(monkeypatch):
    asked = []

    def broken(name: str, error: Exception):
        def ask() -> None:
            asked.append(name)
            raise error

        return ask

    monkeypatch.setattr(codes, "lists", broken("codes", codes.CodeError("codes.yaml")))
    monkeypatch.setattr(counting, "rules", broken("counting", OSError("gone")))
    monkeypatch.setattr(municipalities, "labels", broken("municipalities", ValueError("twice")))
    ready.read()
    assert asked == ["codes", "counting", "municipalities"]
