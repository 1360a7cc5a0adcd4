"""all-MiniLM-L6-v2 from the files that packaging/model.py builds: the contract, its tokens, and damaged files."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from kbconnect.adapters.embedders import MODEL_IDS, minilm, open_embedder
from kbconnect.adapters.embedders.word_pieces import WordPieces
from kbconnect.core.errors import EmbedderError, InputError, ModelMissingError
from kbconnect.core.ports import Embedder
from tests.adapters.embedders.contract import EmbedderContract
from tests.conftest import require

FOLDER = Path(__file__).parents[3] / "resources" / "model" / "minilm"


@pytest.fixture(scope="module")
def model() -> Embedder:
    require((FOLDER / "model.onnx").is_file(), "The embedding model")
    return open_embedder("minilm", FOLDER)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    require((FOLDER / "tokenizer.json").is_file(), "The embedding model")
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


class TestMiniLm(EmbedderContract):
    @pytest.fixture
    def embedder(self, model: Embedder) -> Embedder:
        return model


def test_it_says_what_it_is(model: Embedder) -> None:
    assert (model.identity.id, model.identity.dimensions, model.max_tokens) == ("all-MiniLM-L6-v2", 384, 254)
    assert len(model.identity.sha256) == 64


def test_what_means_the_same_is_near(model: Embedder) -> None:
    question, answer, other = model.embed(
        ["How can I send my order back?", "Returns are free within 30 days.", "The cat sat on the mat."]
    )
    assert question @ answer > question @ other + 0.2


def test_many_texts_in_any_order_have_their_own_vectors(model: Embedder) -> None:
    texts = [f"{'long ' * (n % 90)}text number {n}" for n in range(120)]
    vectors = model.embed(texts)
    for n in (0, 17, 89, 119):
        assert np.array_equal(vectors[n], model.embed([texts[n]])[0])
    assert len(np.unique(vectors, axis=0)) == len(texts)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_vector_is_the_same_to_the_last_bit_alone_and_in_any_company(model: Embedder, threads: int) -> None:
    choose = random.Random(threads)
    words = ["the", "order", "was", "sent", "back", "shoes", "Größe", "42", "don't", "fit", "日本", "refund", "xylo"]
    texts = [" ".join(choose.choices(words, k=choose.randrange(1, 150))) for _ in range(60)]
    alone = np.concatenate([model.embed([text]) for text in texts])
    assert len(np.unique(alone, axis=0)) == len(set(texts))
    other = open_embedder("minilm", FOLDER, threads)
    for _ in range(3):
        places = [choose.randrange(len(texts)) for _ in range(choose.randrange(2, 90))]
        assert np.array_equal(other.embed([texts[place] for place in places]), alone[places])


def test_only_the_beginning_of_a_long_text_counts(model: Embedder) -> None:
    fits = "word " * model.max_tokens
    assert np.allclose(model.embed([fits + "and then something else"]), model.embed([fits]), atol=1e-6)
    assert model.count_tokens([fits]) == [model.max_tokens]
    shorter = "word " * (model.max_tokens - 1)
    assert not np.allclose(model.embed([shorter + "else"]), model.embed([fits]), atol=1e-3)


ascii_text = st.text(st.characters(max_codepoint=127), max_size=80)
marks = st.sampled_from(["[SEP]", "[MASK]", "[mask]", "don't", "x" * 120, "3.14", "\x0b", "\x1c", "\u00e9", " "])


@given(parts=st.lists(st.one_of(ascii_text, marks, st.text(max_size=20)), max_size=6))
def test_counting_by_words_is_exact(model: Embedder, tokenizer: Tokenizer, parts: list[str]) -> None:
    text = "".join(parts).encode("utf-8", "replace").decode()
    plain = Tokenizer.from_str(tokenizer.to_str()) if tokenizer.truncation else tokenizer
    plain.no_truncation()
    plain.no_padding()
    assert model.count_tokens([text]) == [len(plain.encode(text, add_special_tokens=False))]


def test_words_are_forgotten_when_there_are_too_many(tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbconnect.adapters.embedders.word_pieces._MOST_WORDS", 2)
    pieces = WordPieces(tokenizer)
    assert pieces.count(["one two three", "one two three four"]) == [3, 4]
    assert pieces.count(["one two three"]) == [3]


def test_an_unknown_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        open_embedder("gpt", tmp_path)


def test_without_files_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError) as caught:
        open_embedder("minilm", tmp_path / "nowhere")
    assert "Install" in caught.value.hint
    assert str(tmp_path) in caught.value.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.onnx", b"not a model"),
        ("model.json", b"{"),
        ("model.json", b"{}"),
        ("model.json", b'{"id": "x", "sha256": "", "dimensions": "many", "max_tokens": 1}'),
        ("tokenizer.json", b"{}"),
        ("tokenizer.json", b"\xff"),
    ],
)
def test_damaged_files_are_found_out(model: Embedder, tmp_path: Path, name: str, content: bytes) -> None:
    folder = tmp_path / "minilm"
    shutil.copytree(FOLDER, folder)
    (folder / name).write_bytes(content)
    with pytest.raises(ModelMissingError):
        open_embedder("minilm", folder)


def test_every_error_of_the_model_s_library_is_translated(model: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = minilm.library_errors()
    assert {"Fail", "RuntimeException", "InvalidArgument", "NoSuchFile", "InvalidProtobuf"} <= {
        error.__name__ for error in errors
    }
    for error in errors:

        class Failing:
            raised = error

            def run(self, *_: object) -> None:
                raise self.raised("broken")

        monkeypatch.setattr(model, "_session", Failing())
        with pytest.raises(EmbedderError, match="could not work"):
            model.embed(["text"])


def test_its_id_is_known_without_it(model: Embedder) -> None:
    assert MODEL_IDS["minilm"] == model.identity.id
