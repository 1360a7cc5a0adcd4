"""What `kbconnect sync --plan` shows: what a sync would do, without doing it."""

from __future__ import annotations

from collections.abc import Sequence

from kbconnect.cli import output
from kbconnect.cli.run_words import change_parts, counted
from kbconnect.cli.screen import Screen, Styled
from kbconnect.cli.session import Session
from kbconnect.core.model import Dataset, SyncPlan


def show_plans(at: Session, datasets: Sequence[Dataset]) -> None:
    """Raises what a sync of one of them would end with."""
    plans: list[tuple[SyncPlan, Dataset]] = []
    for dataset in datasets:
        with at.job(dataset.name) as job:
            made = at.application.syncing.plan(dataset.id, job)
        plans.append((made, dataset))
        _show(at.screen, made, dataset.name)
    if at.screen.as_json:
        at.screen.document({"plans": [output.plan_json(made, dataset.name) for made, dataset in plans]})


def _show(screen: Screen, plan: SyncPlan, dataset: str) -> None:
    parts = change_parts(plan, plan.gone)
    if plan.rejected:
        parts.append(f"{plan.rejected:,} rejected")
    screen.result(Styled(dataset, "bold"), "  ", ", ".join(parts))
    if plan.embedded_again:
        screen.note(
            f"Meaning would be added again to {counted(plan.embedded_again, 'chunk')} of the knowledge base, because "
            "the embedding model changed with this version of the program."
        )
    if plan.gone_titles:
        more = ", …" if plan.gone > len(plan.gone_titles) else ""
        screen.note(f"Would be removed: {', '.join(plan.gone_titles)}{more}")
    if plan.brake:
        screen.note(
            f"A sync would stop and ask: {plan.gone:,} of {plan.known:,} documents would go. "
            "Allow it with --allow-deletes."
        )
