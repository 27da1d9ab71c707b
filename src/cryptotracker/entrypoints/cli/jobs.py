"""`cryptotracker jobs`: what is done in the background, and how to end or repeat it."""

from typing import Annotated
from uuid import UUID

import typer
from typer import Argument, Option

from cryptotracker.application.jobs.failures import revived
from cryptotracker.domain.errors import JobNotFoundError, UnknownOptionError
from cryptotracker.domain.jobs.jobs import STATES, Job
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.sentences import sentence
from cryptotracker.entrypoints.cli.service import with_operations
from cryptotracker.entrypoints.documents.jobs import job_document
from cryptotracker.entrypoints.tracker import Operations
from cryptotracker.ports.jobs import JobsWanted

COLUMNS = ("job", "kind", "state", "attempts", "progress", "created_at", "error")

app = typer.Typer(help="What is done in the background.", no_args_is_help=True)

JobId = Annotated[str, Argument(metavar="JOB", help="The job's id.")]
State = Annotated[str, Option("--state", help="waiting, running, done, failed or cancelled.")]
Limit = Annotated[int, Option("--limit", min=1, max=500, help="So many at most.")]


@app.command("list")
def list_jobs(*, state: State = "", limit: Limit = 50, output: Output = OutputFormat.table) -> None:
    """List jobs, newest first.

    Example: cryptotracker jobs list --state failed
    """
    if state and state not in STATES:
        raise UnknownOptionError(option="--state", value=state, known=", ".join(STATES))

    async def work(operations: Operations) -> list[Job]:
        return [*(await operations.jobs.list(JobsWanted(state=state), limit=limit)).items]

    print_jobs(with_operations(work), output)


@app.command()
def show(job_id: JobId, *, output: Output = OutputFormat.table) -> None:
    """Show one job; of a failed one, the last error.

    Example: cryptotracker jobs show 01a0b1c2-…
    """
    wanted = known(job_id)

    async def work(operations: Operations) -> Job:
        return await operations.jobs.show(wanted)

    print_job(with_operations(work), output)


@app.command()
def cancel(job_id: JobId, *, output: Output = OutputFormat.table) -> None:
    """End a job that waits, or ask the worker of one that runs to; twice is once.

    Example: cryptotracker jobs cancel 01a0b1c2-…
    """
    wanted = known(job_id)

    async def work(operations: Operations) -> Job:
        return await operations.jobs.cancel(wanted)

    print_job(with_operations(work), output)


@app.command()
def replay(job_id: JobId, *, output: Output = OutputFormat.table) -> None:
    """Try a failed or cancelled job again, with all its attempts before it.

    Example: cryptotracker jobs replay 01a0b1c2-…
    """
    wanted = known(job_id)

    async def work(operations: Operations) -> Job:
        return await operations.jobs.replay(wanted)

    print_job(with_operations(work), output)


def known(job_id: str) -> UUID:
    try:
        return UUID(job_id)
    except ValueError as error:
        raise JobNotFoundError(job_id=job_id) from error


def document(job: Job) -> dict[str, object]:
    return job_document(job) | {"error": failure(job)}


def print_job(job: Job, output: OutputFormat) -> None:
    if output is OutputFormat.json:
        write_json(document(job))
    else:
        print_jobs([job], output)


def print_jobs(jobs: list[Job], output: OutputFormat) -> None:
    documents = [document(each) for each in jobs]
    if output is OutputFormat.json:
        write_json(documents)
        return
    rows = [
        [
            str(each["job"]),
            str(each["kind"]),
            str(each["state"]),
            str(each["attempts"]),
            come(job),
            str(each["created_at"]),
            failure(job) or "",
        ]
        for job, each in zip(jobs, documents, strict=True)
    ]
    if output is OutputFormat.csv:
        write_csv(COLUMNS, rows)
    else:
        write_table("Jobs", COLUMNS, rows)


def come(job: Job) -> str:
    """Say how far it has come."""
    progress = job.progress
    of = f" of {progress.total:,}" if progress.total else ""
    return f"{progress.done:,}{of} {progress.text}".strip() if progress.done else ""


def failure(job: Job) -> str | None:
    if job.error is None:
        return None
    error = revived(job.error)
    return sentence(error) if error else f"{job.error['type']}: see the worker's log"
