"""The tables of the first release

Revision: 0001, after .
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counters")),
        sa.UniqueConstraint("name", name=op.f("uq_counters_name")),
    )
    op.create_table(
        "idempotent_answers",
        sa.Column("principal", sa.String(length=64), nullable=False),
        sa.Column("request_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotent_answers")),
        sa.UniqueConstraint("principal", name=op.f("uq_idempotent_answers_principal")),
    )
    op.create_table(
        "previews",
        sa.Column("build_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.String(length=26), nullable=False),
        sa.Column("snapshot", sa.String(length=200), nullable=False),
        sa.Column("volume", sa.String(length=200), nullable=False),
        sa.Column("argv", JSON, nullable=False),
        sa.Column("env", JSON, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("instance", sa.String(length=40), nullable=True),
        sa.Column("failure", JSON, nullable=True),
        sa.Column("crashes", JSON, nullable=False),
        sa.Column("awake_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_request_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_previews")),
        sa.UniqueConstraint("build_id", name=op.f("uq_previews_build_id")),
        sa.UniqueConstraint("host_id", name=op.f("uq_previews_host_id")),
    )
    with op.batch_alter_table("previews", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_previews_project_id"), ["project_id"], unique=False
        )

    op.create_table(
        "runs",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("phase_detail", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("tier", sa.String(length=32), nullable=False),
        sa.Column("lane", sa.String(length=200), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("boost", sa.Integer(), nullable=False),
        sa.Column("slotted", sa.Boolean(), nullable=False),
        sa.Column("counts_daily", sa.Boolean(), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("output", JSON, nullable=True),
        sa.Column("error", JSON, nullable=True),
        sa.Column("awaiting", JSON, nullable=True),
        sa.Column("correlation_id", sa.String(length=128), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("total_items", sa.Integer(), nullable=False),
        sa.Column("completed_items", sa.Integer(), nullable=False),
        sa.Column("failed_items", sa.Integer(), nullable=False),
        sa.Column("skipped_items", sa.Integer(), nullable=False),
        sa.Column("total_created", sa.Integer(), nullable=False),
        sa.Column("current_item_id", sa.Uuid(), nullable=True),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stop_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_runs_project_id_kind", ["project_id", "kind"], unique=False
        )
        batch_op.create_index("ix_runs_status", ["status"], unique=False)
        batch_op.create_index(
            "uq_runs_active_lane",
            ["lane"],
            unique=True,
            sqlite_where=sa.text(
                "status IN ('awaiting_founder', 'queued', 'running', 'scheduled')"
            ),
            postgresql_where=sa.text(
                "status IN ('awaiting_founder', 'queued', 'running', 'scheduled')"
            ),
        )

    op.create_table(
        "users",
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("tier", sa.String(length=32), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_suspended", sa.Boolean(), nullable=False),
        sa.Column("onboarding_completed", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("subject", name=op.f("uq_users_subject")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("prefix", sa.String(length=16), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_api_tokens_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_tokens_token_sha256")),
    )
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_api_tokens_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "browser_sessions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("csrf_token", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_browser_sessions_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_browser_sessions")),
        sa.UniqueConstraint(
            "token_sha256", name=op.f("uq_browser_sessions_token_sha256")
        ),
    )
    op.create_table(
        "kept_forms",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_kept_forms_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_forms")),
    )
    with op.batch_alter_table("kept_forms", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kept_forms_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "llm_calls",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=120), nullable=False),
        sa.Column("call_no", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("prompt", sa.String(length=120), nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("request_sha256", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("partial", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cached_tokens", sa.Integer(), nullable=False),
        sa.Column("cost_microdollars", sa.Integer(), nullable=True),
        sa.Column("latency_ms", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_llm_calls_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_llm_calls")),
        sa.UniqueConstraint(
            "run_id",
            "step",
            "call_no",
            "attempt",
            name=op.f("uq_llm_calls_run_id_step_call_no_attempt"),
        ),
    )
    with op.batch_alter_table("llm_calls", schema=None) as batch_op:
        batch_op.create_index("ix_llm_calls_project_id", ["project_id"], unique=False)
        batch_op.create_index(
            "ix_llm_calls_user_id_created_at", ["user_id", "created_at"], unique=False
        )

    op.create_table(
        "log_lines",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_log_lines_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_lines")),
        sa.UniqueConstraint("run_id", "seq", name=op.f("uq_log_lines_run_id_seq")),
    )
    op.create_table(
        "login_links",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_login_links_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_links")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_login_links_token_sha256")),
    )
    op.create_table(
        "preview_tickets",
        sa.Column("preview_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("credential", sa.String(length=64), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pass_sha256", sa.String(length=64), nullable=True),
        sa.Column("pass_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["preview_id"], ["previews.id"], name=op.f("fk_preview_tickets_preview_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preview_tickets")),
        sa.UniqueConstraint("pass_sha256", name=op.f("uq_preview_tickets_pass_sha256")),
        sa.UniqueConstraint(
            "token_sha256", name=op.f("uq_preview_tickets_token_sha256")
        ),
    )
    with op.batch_alter_table("preview_tickets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_preview_tickets_preview_id"), ["preview_id"], unique=False
        )

    op.create_table(
        "projects",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("github_repo", sa.String(length=255), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("stage_number", sa.Integer(), nullable=False),
        sa.Column("stage_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("progress_percent", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_projects_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index(
            "ix_projects_user_id_status", ["user_id", "status"], unique=False
        )

    op.create_table(
        "run_events",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_run_events_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_events")),
        sa.UniqueConstraint(
            "run_id", "number", name=op.f("uq_run_events_run_id_number")
        ),
    )
    op.create_table(
        "run_items",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=255), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("created_count", sa.Integer(), nullable=False),
        sa.Column("error", JSON, nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_run_items_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_items")),
        sa.UniqueConstraint("run_id", "key", name=op.f("uq_run_items_run_id_key")),
    )
    op.create_table(
        "artifacts",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("artifact_type", sa.String(length=50), nullable=False),
        sa.Column("current_content", JSON, nullable=True),
        sa.Column("previous_content", JSON, nullable=True),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("has_user_edits", sa.Boolean(), nullable=False),
        sa.Column("edited_sections", JSON, nullable=True),
        sa.Column("annotations", JSON, nullable=False),
        sa.Column("generation_status", sa.String(length=32), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("item_ids", JSON, nullable=False),
        sa.Column("links", JSON, nullable=False),
        sa.Column("inputs", JSON, nullable=False),
        sa.Column("approved_version", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("generated_by", sa.String(length=120), nullable=False),
        sa.Column("selected_option_id", sa.String(length=120), nullable=True),
        sa.Column("selected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("selection_locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_artifacts_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifacts")),
        sa.UniqueConstraint(
            "project_id", "artifact_type", name="uq_project_artifact_type"
        ),
    )
    with op.batch_alter_table("artifacts", schema=None) as batch_op:
        batch_op.create_index("ix_artifacts_project_id", ["project_id"], unique=False)

    op.create_table(
        "builds",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage_status", sa.String(length=32), nullable=False),
        sa.Column("plan_set_id", sa.String(length=80), nullable=False),
        sa.Column("option", JSON, nullable=False),
        sa.Column("design", JSON, nullable=True),
        sa.Column("commit", sa.String(length=40), nullable=True),
        sa.Column("fix_attempts", sa.Integer(), nullable=False),
        sa.Column("checks", JSON, nullable=False),
        sa.Column("failure_output", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("generated_by", sa.String(length=120), nullable=False),
        sa.Column("sandbox_id", sa.String(length=80), nullable=True),
        sa.Column("sandbox_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("preview_host", sa.String(length=40), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("failure_class", sa.String(length=32), nullable=True),
        sa.Column("failure_detail", sa.Text(), nullable=True),
        sa.Column("debug_id", sa.String(length=40), nullable=True),
        sa.Column("stage_times", JSON, nullable=False),
        sa.Column("log_count", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duration_seconds", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_builds_project_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_builds_run_id")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_builds_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_builds")),
        sa.UniqueConstraint("run_id", name=op.f("uq_builds_run_id")),
    )
    with op.batch_alter_table("builds", schema=None) as batch_op:
        batch_op.create_index(
            "uq_builds_project_id_number",
            ["project_id", "number"],
            unique=True,
            sqlite_where=sa.text("stage_status <> 'failed'"),
            postgresql_where=sa.text("stage_status <> 'failed'"),
        )

    op.create_table(
        "decision_gates",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("gate_type", sa.String(length=32), nullable=False),
        sa.Column("stage_number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("decided_by", sa.String(length=20), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("context", JSON, nullable=False),
        sa.Column("build_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_decision_gates_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_gates")),
    )
    with op.batch_alter_table("decision_gates", schema=None) as batch_op:
        batch_op.create_index(
            "ix_decision_gates_project_id", ["project_id"], unique=False
        )
        batch_op.create_index(
            "uq_decision_gates_pending",
            ["project_id", "gate_type"],
            unique=True,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )

    op.create_table(
        "console_decisions",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=32), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("recommended_id", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("chosen_option_id", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("generated_by", sa.String(length=120), nullable=False),
        sa.Column("decided_by", sa.String(length=20), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_console_decisions_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["console_decisions.id"],
            name=op.f("fk_console_decisions_supersedes_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_decisions")),
    )
    with op.batch_alter_table("console_decisions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_console_decisions_project_id", ["project_id"], unique=False
        )
        batch_op.create_index(
            "uq_console_decisions_pending",
            ["project_id", "template"],
            unique=True,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )

    op.create_table(
        "gate_proposals",
        sa.Column("gate_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("brief", JSON, nullable=False),
        sa.Column("timeline", JSON, nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("generated_by", sa.String(length=120), nullable=False),
        sa.Column("prompt", sa.String(length=120), nullable=False),
        sa.Column("timeline_prompt", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["gate_id"], ["decision_gates.id"], name=op.f("fk_gate_proposals_gate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_proposals")),
        sa.UniqueConstraint("run_id", name=op.f("uq_gate_proposals_run_id")),
    )
    with op.batch_alter_table("gate_proposals", schema=None) as batch_op:
        batch_op.create_index("ix_gate_proposals_gate_id", ["gate_id"], unique=False)
        batch_op.create_index(
            "uq_gate_proposals_open",
            ["gate_id"],
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )

    op.create_table(
        "tripwires",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("gate_id", sa.Uuid(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["gate_id"], ["decision_gates.id"], name=op.f("fk_tripwires_gate_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_tripwires_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tripwires")),
    )
    with op.batch_alter_table("tripwires", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tripwires_project_id_status", ["project_id", "status"], unique=False
        )

    op.create_table(
        "onboarding_sessions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("attach_project_id", sa.Uuid(), nullable=True),
        sa.Column("idea_text", sa.Text(), nullable=False),
        sa.Column("thesis", JSON, nullable=True),
        sa.Column("thesis_edits", JSON, nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("current_index", sa.Integer(), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("generated_by", sa.String(length=120), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attach_project_id"],
            ["projects.id"],
            name=op.f("fk_onboarding_sessions_attach_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_onboarding_sessions_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_onboarding_sessions_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onboarding_sessions")),
    )
    with op.batch_alter_table("onboarding_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_onboarding_sessions_project_id"),
            ["project_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_onboarding_sessions_user_id_status", ["user_id", "status"], unique=False
        )

    op.create_table(
        "stage_configs",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("stage_number", sa.Integer(), nullable=False),
        sa.Column("done", JSON, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_stage_configs_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_configs")),
        sa.UniqueConstraint(
            "project_id",
            "stage_number",
            name=op.f("uq_stage_configs_project_id_stage_number"),
        ),
    )
    op.create_table(
        "stage_events",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("correlation_id", sa.String(length=128), nullable=False),
        sa.Column("event_type", sa.String(length=40), nullable=False),
        sa.Column("from_stage", sa.Integer(), nullable=True),
        sa.Column("to_stage", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_stage_events_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_events")),
    )
    with op.batch_alter_table("stage_events", schema=None) as batch_op:
        batch_op.create_index(
            "ix_stage_events_project_id_created_at",
            ["project_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "assumption_verdicts",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_assumption_verdicts_project_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assumption_verdicts")),
        sa.UniqueConstraint(
            "project_id",
            "fingerprint",
            name=op.f("uq_assumption_verdicts_project_id_fingerprint"),
        ),
    )
    op.create_table(
        "artifact_versions",
        sa.Column("artifact_id", sa.Uuid(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("item_ids", JSON, nullable=False),
        sa.Column("links", JSON, nullable=False),
        sa.Column("inputs", JSON, nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("edited_sections", JSON, nullable=True),
        sa.Column("generated_by", sa.String(length=120), nullable=False),
        sa.Column("prompt", sa.String(length=120), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["artifact_id"],
            ["artifacts.id"],
            name=op.f("fk_artifact_versions_artifact_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifact_versions")),
        sa.UniqueConstraint(
            "artifact_id",
            "run_id",
            name=op.f("uq_artifact_versions_artifact_id_run_id"),
        ),
        sa.UniqueConstraint(
            "artifact_id",
            "version_number",
            name=op.f("uq_artifact_versions_artifact_id_version_number"),
        ),
    )
    op.create_table(
        "understanding_sessions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("onboarding_session_id", sa.Uuid(), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("decided", JSON, nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("current_index", sa.Integer(), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("generated_by", sa.String(length=120), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["onboarding_session_id"],
            ["onboarding_sessions.id"],
            name=op.f("fk_understanding_sessions_onboarding_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_understanding_sessions_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_understanding_sessions_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_understanding_sessions")),
        sa.UniqueConstraint(
            "onboarding_session_id",
            name=op.f("uq_understanding_sessions_onboarding_session_id"),
        ),
        sa.UniqueConstraint(
            "project_id", name=op.f("uq_understanding_sessions_project_id")
        ),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("understanding_sessions")
    op.drop_table("artifact_versions")
    with op.batch_alter_table("stage_events", schema=None) as batch_op:
        batch_op.drop_index("ix_stage_events_project_id_created_at")

    op.drop_table("stage_events")
    op.drop_table("stage_configs")
    with op.batch_alter_table("onboarding_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_onboarding_sessions_user_id_status")
        batch_op.drop_index(batch_op.f("ix_onboarding_sessions_project_id"))

    op.drop_table("onboarding_sessions")
    with op.batch_alter_table("tripwires", schema=None) as batch_op:
        batch_op.drop_index("ix_tripwires_project_id_status")

    op.drop_table("tripwires")
    with op.batch_alter_table("gate_proposals", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_gate_proposals_open",
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.drop_index("ix_gate_proposals_gate_id")

    op.drop_table("gate_proposals")
    with op.batch_alter_table("console_decisions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_console_decisions_pending",
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
        batch_op.drop_index("ix_console_decisions_project_id")

    op.drop_table("console_decisions")
    with op.batch_alter_table("decision_gates", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_decision_gates_pending",
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
        batch_op.drop_index("ix_decision_gates_project_id")

    op.drop_table("decision_gates")
    with op.batch_alter_table("builds", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_builds_project_id_number",
            sqlite_where=sa.text("stage_status <> 'failed'"),
            postgresql_where=sa.text("stage_status <> 'failed'"),
        )

    op.drop_table("builds")
    with op.batch_alter_table("artifacts", schema=None) as batch_op:
        batch_op.drop_index("ix_artifacts_project_id")

    op.drop_table("artifacts")
    op.drop_table("run_items")
    op.drop_table("run_events")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.drop_index("ix_projects_user_id_status")

    op.drop_table("projects")
    with op.batch_alter_table("preview_tickets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preview_tickets_preview_id"))

    op.drop_table("preview_tickets")
    op.drop_table("login_links")
    op.drop_table("log_lines")
    with op.batch_alter_table("llm_calls", schema=None) as batch_op:
        batch_op.drop_index("ix_llm_calls_user_id_created_at")
        batch_op.drop_index("ix_llm_calls_project_id")

    op.drop_table("llm_calls")
    with op.batch_alter_table("kept_forms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_forms_user_id"))

    op.drop_table("kept_forms")
    op.drop_table("browser_sessions")
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_tokens_user_id"))

    op.drop_table("api_tokens")
    op.drop_table("users")
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_runs_active_lane",
            sqlite_where=sa.text(
                "status IN ('awaiting_founder', 'queued', 'running', 'scheduled')"
            ),
            postgresql_where=sa.text(
                "status IN ('awaiting_founder', 'queued', 'running', 'scheduled')"
            ),
        )
        batch_op.drop_index("ix_runs_status")
        batch_op.drop_index("ix_runs_project_id_kind")

    op.drop_table("runs")
    with op.batch_alter_table("previews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_previews_project_id"))

    op.drop_table("previews")
    op.drop_table("idempotent_answers")
    op.drop_table("counters")
