"""A job as a document; what it failed of is said by whoever shows it."""

from typing import Any

from cryptotracker.domain.jobs.jobs import Job
from cryptotracker.entrypoints.documents.text import instant


def job_document(job: Job) -> dict[str, Any]:
    progress = job.progress
    return {
        "job": str(job.id),
        "kind": job.kind,
        "queue": job.queue,
        "state": job.state,
        "portfolio": None if job.portfolio_id is None else str(job.portfolio_id),
        "file": job.payload.get("file"),
        "attempts": job.attempts,
        "max_attempts": job.max_attempts,
        "cancel_requested": job.cancel_requested,
        "progress": {
            "done": progress.done,
            "total": progress.total or None,
            "text": progress.text,
        },
        "result": job.result,
        "created_at": instant(job.created_at),
        "not_before": instant(job.not_before),
        "started_at": instant(job.started_at),
        "finished_at": instant(job.finished_at),
    }
