"""The bare model in the peers' environment: a plain loop over the texts of the table, 32 at a time."""

from __future__ import annotations

import sqlalchemy
from minilm import Model
from task import QUERY, Task, Watch, run


def work(task: Task, model: Model) -> dict[str, float]:
    with sqlalchemy.create_engine(task.url).connect() as connection:
        texts = [f"{row.title}\n\n{row.body}" for row in connection.execute(sqlalchemy.text(QUERY))]
    model.embed(texts[:32])
    watch = Watch()
    count = sum(len(model.embed(texts[start : start + 32])) for start in range(0, len(texts), 32))
    return {**watch.took(), "stored": count}


if __name__ == "__main__":
    run(("onnxruntime", "tokenizers"), work)
