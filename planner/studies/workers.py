"""Tasks in parallel processes, each with its own solver, as a progress bar counts them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

JOBS = 2


def in_parallel[Task, Answer](
    ask: Callable[[Task], Answer],
    tasks: Sequence[Task],
    *,
    jobs: int = JOBS,
    done: Callable[[Task], None] | None = None,
) -> list[Answer]:
    """Return the answers to tasks in their order, worked on by several processes.

    Parameters
    ----------
    ask
        A function of a module, so that another process finds it.
    jobs
        Processes; with 1 everything is done in this one.
    done
        Hears of each task as it ends.
    """
    if jobs == 1 or len(tasks) < 2:
        answers = []
        for task in tasks:
            answers.append(ask(task))
            if done is not None:
                done(task)
        return answers
    # Spawned, not forked: the solver keeps threads of its own that a fork would break.
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=get_context("spawn"))
    try:
        pending = {pool.submit(ask, task): n for n, task in enumerate(tasks)}
        found: dict[int, Answer] = {}
        for future in as_completed(pending):
            n = pending[future]
            found[n] = future.result()
            if done is not None:
                done(tasks[n])
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
    return [found[n] for n in range(len(tasks))]


@contextmanager
def progress_bar(label: str, total: int, *, live: bool) -> Iterator[Callable[[Any], None]]:
    """Yield a function that counts a task as done; a bar on standard error while `live`."""
    if not live:
        yield lambda task: None  # noqa: ARG005
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        number = bar.add_task(label, total=total)
        yield lambda task: bar.advance(number)  # noqa: ARG005
