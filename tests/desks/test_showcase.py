import pytest

from perfeval import library
from perfeval.desks import showcase
from perfeval.errors import Broken


def test_the_index_names_every_example_that_ships() -> None:
    examples = showcase.examples()
    assert {example.path for example in examples} == {
        path for path in library.folder("examples").glob("*.yaml") if path.name != showcase.INDEX
    }
    assert {example.template for example in examples} <= set(library.template_ids())


def test_the_text_of_an_example_is_its_file() -> None:
    example = showcase.examples()[0]
    assert showcase.text(example.id) == example.path.read_text(encoding="utf-8")
    assert showcase.text("../pyproject") == ""


@pytest.mark.parametrize("index", [None, "{}", "- {file: a.yaml, title: 甲}"])
def test_an_index_that_is_missing_or_wrong_is_told(index: str | None, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("examples")
    if index is not None:
        (folder / showcase.INDEX).write_text(index, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "folder", lambda _: folder)
        with pytest.raises(Broken, match=r"index\.yaml"):
            showcase.examples()
