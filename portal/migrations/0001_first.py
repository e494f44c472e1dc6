"""The first schema: every table of the house, the guard of the log, and the rule tables' first rows.

Revision ID: 0001
Revises:
Create Date: 2026-11-21
"""

import sqlalchemy as sa
from alembic import op

from portal.core.audit import POSTGRES_GUARD, SQLITE_GUARD
from portal.core.db import UtcDateTime
from portal.core.db import key_column as key
from portal.seeds import agenda_templates, feedback_categories, nomenclature

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FIRST_ROWS = (
    ("organization_kind", nomenclature.KINDS),
    ("organization_kind_parent", nomenclature.PARENTS),
    ("delegation_step", nomenclature.STEPS),
    ("meeting_kind", agenda_templates.KINDS),
    ("agenda_template", agenda_templates.TEMPLATES),
    ("meeting_rule", agenda_templates.RULES),
    ("feedback_category", feedback_categories.ROWS),
)


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('citizen_id', sa.String(length=12), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('password_hash', sa.String(length=160), nullable=False),
    sa.Column('code_hash', sa.String(length=160), nullable=False),
    sa.Column('code_until', UtcDateTime(), nullable=True),
    sa.Column('code_tries', sa.Integer(), nullable=False),
    sa.Column('must_change', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('text_size', sa.String(length=10), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('last_sign_in_at', UtcDateTime(), nullable=True),
    sa.Column('password_set_at', UtcDateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_account')
    )
    op.create_index('uq_account_citizen_id', 'account', ['citizen_id'], unique=True)

    op.create_table('audit_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('by', sa.String(length=40), nullable=False),
    sa.Column('verb', sa.String(length=60), nullable=False),
    sa.Column('object_kind', sa.String(length=40), nullable=False),
    sa.Column('object_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_audit_entry'),
    sa.UniqueConstraint('hash', name='uq_audit_entry_hash')
    )
    op.create_index('ix_audit_entry_account_id', 'audit_entry', ['account_id'], unique=False)
    op.create_index('ix_audit_entry_at', 'audit_entry', ['at'], unique=False)
    op.create_index('ix_audit_entry_unit_id', 'audit_entry', ['unit_id'], unique=False)
    op.create_index('ix_audit_entry_verb', 'audit_entry', ['verb'], unique=False)

    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_audit_head')
    )
    op.create_table('feedback_category',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('about', sa.String(length=300), nullable=False),
    sa.Column('rule', sa.String(length=20), nullable=False),
    sa.Column('is_private', sa.Boolean(), nullable=False),
    sa.Column('answer_days', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='pk_feedback_category')
    )
    op.create_table('form_key',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('location', sa.String(length=500), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('key', name='pk_form_key')
    )
    op.create_index('ix_form_key_at', 'form_key', ['at'], unique=False)

    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('run_at', UtcDateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('leased_until', UtcDateTime(), nullable=True),
    sa.Column('last_error', sa.String(length=500), nullable=False),
    sa.Column('dedupe', sa.String(length=120), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_job'),
    sa.UniqueConstraint('dedupe', name='uq_job_dedupe')
    )
    op.create_index('ix_job_due', 'job', ['state', 'priority', 'run_at', 'id'], unique=False)
    op.create_index('ix_job_kind', 'job', ['kind'], unique=False)

    op.create_table('meeting_kind',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('bodies', sa.JSON(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('mark', sa.String(length=20), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='pk_meeting_kind')
    )
    op.create_table('organization_kind',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('is_cell', sa.Boolean(), nullable=False),
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name='pk_organization_kind')
    )
    op.create_table('sign_in_counter',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('since', UtcDateTime(), nullable=False),
    sa.Column('blocked_until', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('key', name='pk_sign_in_counter')
    )
    op.create_table('agenda_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind_id', sa.String(length=40), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('mark', sa.String(length=20), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['kind_id'], ['meeting_kind.id'], name='fk_agenda_template_kind_id_meeting_kind'),
    sa.PrimaryKeyConstraint('id', name='pk_agenda_template')
    )
    op.create_index('ix_agenda_template_kind_id', 'agenda_template', ['kind_id'], unique=False)

    op.create_table('delegation_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('from_kind', sa.String(length=40), nullable=False),
    sa.Column('to_kind', sa.String(length=40), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['from_kind'], ['organization_kind.id'], name='fk_delegation_step_from_kind_organization_kind'),
    sa.ForeignKeyConstraint(['to_kind'], ['organization_kind.id'], name='fk_delegation_step_to_kind_organization_kind'),
    sa.PrimaryKeyConstraint('id', name='pk_delegation_step')
    )
    op.create_table('meeting_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('kind_id', sa.String(length=40), nullable=True),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('out_of', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('mark', sa.String(length=20), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['kind_id'], ['meeting_kind.id'], name='fk_meeting_rule_kind_id_meeting_kind'),
    sa.PrimaryKeyConstraint('id', name='pk_meeting_rule')
    )
    op.create_index('ix_meeting_rule_key', 'meeting_rule', ['key'], unique=False)

    op.create_table('member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('citizen_id', sa.String(length=12), nullable=False),
    sa.Column('full_name', sa.String(length=120), nullable=False),
    sa.Column('sort_key', key(1000), nullable=False),
    sa.Column('search_key', key(120), nullable=False),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('sex', sa.String(length=6), nullable=False),
    sa.Column('joined_on', sa.Date(), nullable=True),
    sa.Column('official_on', sa.Date(), nullable=True),
    sa.Column('card_number', sa.String(length=20), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_member_account_id_account'),
    sa.PrimaryKeyConstraint('id', name='pk_member'),
    sa.UniqueConstraint('account_id', name='uq_member_account_id')
    )
    op.create_index('ix_member_search_key', 'member', ['search_key'], unique=False)
    op.create_index('ix_member_sort_key_id', 'member', ['sort_key', 'id'], unique=False)
    op.create_index('uq_member_citizen_id', 'member', ['citizen_id'], unique=True)

    op.create_table('organization',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind_id', sa.String(length=40), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('path', key(200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('search_key', key(200), nullable=False),
    sa.Column('sort_key', key(2000), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['kind_id'], ['organization_kind.id'], name='fk_organization_kind_id_organization_kind'),
    sa.ForeignKeyConstraint(['parent_id'], ['organization.id'], name='fk_organization_parent_id_organization'),
    sa.PrimaryKeyConstraint('id', name='pk_organization'),
    sa.UniqueConstraint('path', name='uq_organization_path')
    )
    op.create_index('ix_organization_parent_sort', 'organization', ['parent_id', 'sort_key'], unique=False)
    op.create_index('ix_organization_search_key', 'organization', ['search_key'], unique=False)
    op.create_index('uq_organization_code', 'organization', ['code'], unique=True)

    op.create_table('organization_kind_parent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind_id', sa.String(length=40), nullable=False),
    sa.Column('parent_id', sa.String(length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['kind_id'], ['organization_kind.id'], name='fk_organization_kind_parent_kind_id_organization_kind'),
    sa.ForeignKeyConstraint(['parent_id'], ['organization_kind.id'], name='fk_organization_kind_parent_parent_id_organization_kind'),
    sa.PrimaryKeyConstraint('id', name='pk_organization_kind_parent')
    )
    op.create_table('user_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('own_device', sa.Boolean(), nullable=False),
    sa.Column('device', sa.String(length=80), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('seen_at', UtcDateTime(), nullable=False),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_user_session_account_id_account'),
    sa.PrimaryKeyConstraint('id', name='pk_user_session'),
    sa.UniqueConstraint('token_digest', name='uq_user_session_token_digest')
    )
    op.create_index('ix_user_session_account_id', 'user_session', ['account_id'], unique=False)

    op.create_table('document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('problem', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('kind_name', sa.String(length=60), nullable=False),
    sa.Column('symbol', sa.String(length=60), nullable=False),
    sa.Column('symbol_key', key(60), nullable=False),
    sa.Column('symbol_sort', key(600), nullable=False),
    sa.Column('symbol_as_printed', sa.String(length=120), nullable=False),
    sa.Column('number', sa.String(length=10), nullable=False),
    sa.Column('issuer_suffix', sa.String(length=40), nullable=False),
    sa.Column('issuer', sa.String(length=200), nullable=False),
    sa.Column('issuer_key', key(200), nullable=False),
    sa.Column('issuing_organ', sa.String(length=200), nullable=False),
    sa.Column('parent_organization', sa.String(length=200), nullable=False),
    sa.Column('issuer_as_printed', sa.String(length=200), nullable=False),
    sa.Column('national_head', sa.String(length=60), nullable=False),
    sa.Column('place', sa.String(length=80), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('issued_year', sa.Integer(), nullable=True),
    sa.Column('subject', sa.String(length=1000), nullable=False),
    sa.Column('subject_lead', sa.String(length=40), nullable=False),
    sa.Column('addressed_to', sa.JSON(), nullable=False),
    sa.Column('recipients', sa.JSON(), nullable=False),
    sa.Column('typist_mark', sa.String(length=40), nullable=False),
    sa.Column('on_behalf', sa.String(length=120), nullable=False),
    sa.Column('signer_post', sa.String(length=120), nullable=False),
    sa.Column('signer', sa.String(length=120), nullable=False),
    sa.Column('urgency', sa.String(length=40), nullable=False),
    sa.Column('search_key', sa.String(length=1200), nullable=False),
    sa.Column('sort_on', sa.Date(), nullable=False),
    sa.Column('identity', sa.String(length=64), nullable=True),
    sa.Column('part_count', sa.Integer(), nullable=False),
    sa.Column('quality', sa.Double(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('changed_at', UtcDateTime(), nullable=False),
    sa.Column('confirmed_at', UtcDateTime(), nullable=True),
    sa.Column('confirmed_by', sa.Integer(), nullable=True),
    sa.Column('published_at', UtcDateTime(), nullable=True),
    sa.Column('published_by', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', UtcDateTime(), nullable=True),
    sa.Column('withdrawn_by', sa.Integer(), nullable=True),
    sa.Column('withdrawn_reason', sa.String(length=500), nullable=False),
    sa.Column('trashed_at', UtcDateTime(), nullable=True),
    sa.Column('trashed_by', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['organization.id'], name='fk_document_unit_id_organization'),
    sa.PrimaryKeyConstraint('id', name='pk_document')
    )
    op.create_index('ix_document_issued_year', 'document', ['issued_year'], unique=False)
    op.create_index('ix_document_state_published', 'document', ['state', 'published_at', 'id'], unique=False)
    op.create_index('ix_document_state_sort_on', 'document', ['state', 'sort_on'], unique=False)
    op.create_index('ix_document_symbol_key', 'document', ['symbol_key'], unique=False)
    op.create_index('ix_document_trashed_at', 'document', ['trashed_at'], unique=False)
    op.create_index('ix_document_unit_id', 'document', ['unit_id'], unique=False)
    op.create_index('uq_document_identity', 'document', ['identity'], unique=True)

    op.create_table('feedback_opinion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=9), nullable=False),
    sa.Column('category_id', sa.String(length=40), nullable=False),
    sa.Column('sender_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('handling_id', sa.Integer(), nullable=False),
    sa.Column('visibility', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('search_key', sa.Text(), nullable=False),
    sa.Column('sent_at', UtcDateTime(), nullable=False),
    sa.Column('clock_from', sa.Date(), nullable=False),
    sa.Column('answer_days', sa.Integer(), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=False),
    sa.Column('answered_at', UtcDateTime(), nullable=True),
    sa.Column('answer_read', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['feedback_category.id'], name='fk_feedback_opinion_category_id_feedback_category'),
    sa.ForeignKeyConstraint(['handling_id'], ['organization.id'], name='fk_feedback_opinion_handling_id_organization'),
    sa.ForeignKeyConstraint(['sender_id'], ['member.id'], name='fk_feedback_opinion_sender_id_member'),
    sa.ForeignKeyConstraint(['unit_id'], ['organization.id'], name='fk_feedback_opinion_unit_id_organization'),
    sa.PrimaryKeyConstraint('id', name='pk_feedback_opinion')
    )
    op.create_index('ix_feedback_opinion_handling', 'feedback_opinion', ['handling_id', 'state', 'answer_by'], unique=False)
    op.create_index('ix_feedback_opinion_sender', 'feedback_opinion', ['sender_id', 'sent_at'], unique=False)
    op.create_index('ix_feedback_opinion_unit', 'feedback_opinion', ['unit_id', 'visibility'], unique=False)
    op.create_index('uq_feedback_opinion_code', 'feedback_opinion', ['code'], unique=True)

    op.create_table('meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('kind_id', sa.String(length=40), nullable=False),
    sa.Column('whole_cell', sa.Boolean(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('starts_at', UtcDateTime(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('minutes_planned', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('conclusion', sa.Text(), nullable=False),
    sa.Column('fee_note', sa.String(length=300), nullable=False),
    sa.Column('chair', sa.String(length=120), nullable=False),
    sa.Column('minute_taker', sa.String(length=120), nullable=False),
    sa.Column('cancel_reason', sa.String(length=500), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('opened_at', UtcDateTime(), nullable=True),
    sa.Column('moved_at', UtcDateTime(), nullable=True),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.Column('plan_version', sa.Integer(), nullable=False),
    sa.Column('roll_version', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['kind_id'], ['meeting_kind.id'], name='fk_meeting_kind_id_meeting_kind'),
    sa.ForeignKeyConstraint(['unit_id'], ['organization.id'], name='fk_meeting_unit_id_organization'),
    sa.PrimaryKeyConstraint('id', name='pk_meeting')
    )
    op.create_index('ix_meeting_state_starts', 'meeting', ['state', 'starts_at'], unique=False)
    op.create_index('ix_meeting_unit_starts', 'meeting', ['unit_id', 'starts_at'], unique=False)

    op.create_table('member_state',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('decision', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_member_state_member_id_member'),
    sa.PrimaryKeyConstraint('id', name='pk_member_state')
    )
    op.create_index('ix_member_state_member_from', 'member_state', ['member_id', 'valid_from'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_membership_member_id_member'),
    sa.ForeignKeyConstraint(['unit_id'], ['organization.id'], name='fk_membership_unit_id_organization'),
    sa.PrimaryKeyConstraint('id', name='pk_membership')
    )
    op.create_index('ix_membership_member_from', 'membership', ['member_id', 'valid_from'], unique=False)
    op.create_index('ix_membership_unit_to', 'membership', ['unit_id', 'valid_to'], unique=False)

    op.create_table('news_article',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.String(length=500), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('audience', sa.String(length=20), nullable=False),
    sa.Column('pinned_until', sa.Date(), nullable=True),
    sa.Column('is_pending', sa.Boolean(), nullable=False),
    sa.Column('shown_title', sa.String(length=200), nullable=False),
    sa.Column('shown_summary', sa.String(length=500), nullable=False),
    sa.Column('shown_html', sa.Text(), nullable=False),
    sa.Column('shown_plain', sa.Text(), nullable=False),
    sa.Column('shown_pinned_until', sa.Date(), nullable=True),
    sa.Column('search_key', key(800), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('touched_at', UtcDateTime(), nullable=True),
    sa.Column('published_at', UtcDateTime(), nullable=True),
    sa.Column('revised_at', UtcDateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name='fk_news_article_author_id_account'),
    sa.ForeignKeyConstraint(['unit_id'], ['organization.id'], name='fk_news_article_unit_id_organization'),
    sa.PrimaryKeyConstraint('id', name='pk_news_article')
    )
    op.create_index('ix_news_article_state_published', 'news_article', ['state', 'published_at'], unique=False)
    op.create_index('ix_news_article_unit', 'news_article', ['unit_id', 'state'], unique=False)

    op.create_table('organization_succession',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('decision', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['from_id'], ['organization.id'], name='fk_organization_succession_from_id_organization'),
    sa.ForeignKeyConstraint(['to_id'], ['organization.id'], name='fk_organization_succession_to_id_organization'),
    sa.PrimaryKeyConstraint('id', name='pk_organization_succession')
    )
    op.create_table('position',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('decision', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_position_member_id_member'),
    sa.ForeignKeyConstraint(['unit_id'], ['organization.id'], name='fk_position_unit_id_organization'),
    sa.PrimaryKeyConstraint('id', name='pk_position')
    )
    op.create_index('ix_position_member', 'position', ['member_id'], unique=False)
    op.create_index('ix_position_unit', 'position', ['unit_id', 'role'], unique=False)

    op.create_table('role_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('subtree', sa.Boolean(), nullable=False),
    sa.Column('grantor_id', sa.Integer(), nullable=True),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('granted_at', UtcDateTime(), nullable=False),
    sa.Column('revoked_at', UtcDateTime(), nullable=True),
    sa.Column('revoked_by', sa.Integer(), nullable=True),
    sa.Column('decision', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name='fk_role_grant_account_id_account'),
    sa.ForeignKeyConstraint(['grantor_id'], ['account.id'], name='fk_role_grant_grantor_id_account'),
    sa.ForeignKeyConstraint(['revoked_by'], ['account.id'], name='fk_role_grant_revoked_by_account'),
    sa.ForeignKeyConstraint(['source_id'], ['role_grant.id'], name='fk_role_grant_source_id_role_grant'),
    sa.ForeignKeyConstraint(['unit_id'], ['organization.id'], name='fk_role_grant_unit_id_organization'),
    sa.PrimaryKeyConstraint('id', name='pk_role_grant')
    )
    op.create_index('ix_role_grant_account', 'role_grant', ['account_id'], unique=False)
    op.create_index('ix_role_grant_unit', 'role_grant', ['unit_id'], unique=False)

    op.create_table('agenda_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('presenter', sa.String(length=120), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name='fk_agenda_item_meeting_id_meeting'),
    sa.PrimaryKeyConstraint('id', name='pk_agenda_item')
    )
    op.create_index('ix_agenda_item_meeting', 'agenda_item', ['meeting_id', 'position'], unique=False)

    op.create_table('document_citation',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('symbol', sa.String(length=60), nullable=False),
    sa.Column('symbol_key', key(60), nullable=False),
    sa.Column('kind_name', sa.String(length=60), nullable=False),
    sa.Column('cited_on', sa.Date(), nullable=True),
    sa.Column('issuer', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name='fk_document_citation_document_id_document'),
    sa.PrimaryKeyConstraint('document_id', 'number', name='pk_document_citation')
    )
    op.create_index('ix_document_citation_symbol_key', 'document_citation', ['symbol_key'], unique=False)

    op.create_table('document_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name='fk_document_file_document_id_document'),
    sa.PrimaryKeyConstraint('id', name='pk_document_file')
    )
    op.create_index('ix_document_file_digest', 'document_file', ['digest'], unique=False)
    op.create_index('ix_document_file_document_id', 'document_file', ['document_id'], unique=False)

    op.create_table('document_part',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name='fk_document_part_document_id_document'),
    sa.PrimaryKeyConstraint('document_id', 'number', name='pk_document_part')
    )
    op.create_table('document_reader',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name='fk_document_reader_document_id_document'),
    sa.PrimaryKeyConstraint('document_id', 'token', name='pk_document_reader')
    )
    op.create_index('ix_document_reader_token', 'document_reader', ['token', 'document_id'], unique=False)

    op.create_table('document_text',
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('plain', sa.Text(), nullable=False),
    sa.Column('page_count', sa.Integer(), nullable=False),
    sa.Column('proposal', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name='fk_document_text_document_id_document'),
    sa.PrimaryKeyConstraint('document_id', name='pk_document_text')
    )
    op.create_table('feedback_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('opinion_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('unit_name', sa.String(length=200), nullable=False),
    sa.Column('to_name', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['opinion_id'], ['feedback_opinion.id'], name='fk_feedback_event_opinion_id_feedback_opinion'),
    sa.PrimaryKeyConstraint('id', name='pk_feedback_event')
    )
    op.create_index('ix_feedback_event_opinion_id', 'feedback_event', ['opinion_id'], unique=False)

    op.create_table('feedback_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('opinion_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=130), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['opinion_id'], ['feedback_opinion.id'], name='fk_feedback_file_opinion_id_feedback_opinion'),
    sa.PrimaryKeyConstraint('id', name='pk_feedback_file')
    )
    op.create_index('ix_feedback_file_digest', 'feedback_file', ['digest'], unique=False)
    op.create_index('ix_feedback_file_opinion_id', 'feedback_file', ['opinion_id'], unique=False)

    op.create_table('meeting_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('verb', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('done_by', sa.String(length=120), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name='fk_meeting_event_meeting_id_meeting'),
    sa.PrimaryKeyConstraint('id', name='pk_meeting_event')
    )
    op.create_index('ix_meeting_event_meeting_id', 'meeting_event', ['meeting_id'], unique=False)

    op.create_table('meeting_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('full_name', sa.String(length=120), nullable=False),
    sa.Column('sort_key', key(1000), nullable=False),
    sa.Column('standing', sa.String(length=20), nullable=False),
    sa.Column('answer', sa.String(length=8), nullable=False),
    sa.Column('reason', sa.String(length=12), nullable=False),
    sa.Column('reason_text', sa.String(length=200), nullable=False),
    sa.Column('answered_at', UtcDateTime(), nullable=True),
    sa.Column('attendance', sa.String(length=10), nullable=False),
    sa.Column('attendance_reason', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name='fk_meeting_invitation_meeting_id_meeting'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_meeting_invitation_member_id_member'),
    sa.PrimaryKeyConstraint('id', name='pk_meeting_invitation')
    )
    op.create_index('ix_meeting_invitation_member', 'meeting_invitation', ['member_id', 'meeting_id'], unique=False)
    op.create_index('uq_meeting_invitation_meeting_member', 'meeting_invitation', ['meeting_id', 'member_id'], unique=True)

    op.create_table('meeting_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('texts', sa.JSON(), nullable=False),
    sa.Column('saved_by', sa.String(length=120), nullable=False),
    sa.Column('saved_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name='fk_meeting_revision_meeting_id_meeting'),
    sa.PrimaryKeyConstraint('id', name='pk_meeting_revision')
    )
    op.create_index('ix_meeting_revision_meeting_id', 'meeting_revision', ['meeting_id'], unique=False)

    op.create_table('news_audience',
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['article_id'], ['news_article.id'], name='fk_news_audience_article_id_news_article'),
    sa.PrimaryKeyConstraint('article_id', 'token', name='pk_news_audience')
    )
    op.create_index('ix_news_audience_token', 'news_audience', ['token'], unique=False)

    op.create_table('news_picture',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('article_id', sa.Integer(), nullable=False),
    sa.Column('alt', sa.String(length=250), nullable=False),
    sa.Column('original', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('sizes', sa.JSON(), nullable=False),
    sa.Column('in_hand', sa.Boolean(), nullable=False),
    sa.Column('is_shown', sa.Boolean(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['article_id'], ['news_article.id'], name='fk_news_picture_article_id_news_article'),
    sa.PrimaryKeyConstraint('id', name='pk_news_picture')
    )
    op.create_index('ix_news_picture_article_id', 'news_picture', ['article_id'], unique=False)
    op.create_index('ix_news_picture_original', 'news_picture', ['original'], unique=False)

    op.create_table('meeting_opinion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('full_name', sa.String(length=120), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name='fk_meeting_opinion_item_id_agenda_item'),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name='fk_meeting_opinion_meeting_id_meeting'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_meeting_opinion_member_id_member'),
    sa.PrimaryKeyConstraint('id', name='pk_meeting_opinion')
    )
    op.create_index('ix_meeting_opinion_meeting_id', 'meeting_opinion', ['meeting_id'], unique=False)

    op.create_table('meeting_paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('posted_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name='fk_meeting_paper_item_id_agenda_item'),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name='fk_meeting_paper_meeting_id_meeting'),
    sa.PrimaryKeyConstraint('id', name='pk_meeting_paper')
    )
    op.create_index('ix_meeting_paper_meeting_id', 'meeting_paper', ['meeting_id'], unique=False)

    for statement in SQLITE_GUARD if op.get_bind().dialect.name == "sqlite" else POSTGRES_GUARD:
        op.execute(statement)
    for table, rows in FIRST_ROWS:
        op.bulk_insert(sa.Table(table, sa.MetaData(), autoload_with=op.get_bind()), rows)


def downgrade() -> None:
    for table in (
        "meeting_paper",
        "meeting_opinion",
        "news_picture",
        "news_audience",
        "meeting_revision",
        "meeting_invitation",
        "meeting_event",
        "feedback_file",
        "feedback_event",
        "document_text",
        "document_reader",
        "document_part",
        "document_file",
        "document_citation",
        "agenda_item",
        "role_grant",
        "position",
        "organization_succession",
        "news_article",
        "membership",
        "member_state",
        "meeting",
        "feedback_opinion",
        "document",
        "user_session",
        "organization_kind_parent",
        "organization",
        "member",
        "meeting_rule",
        "delegation_step",
        "agenda_template",
        "sign_in_counter",
        "organization_kind",
        "meeting_kind",
        "job",
        "form_key",
        "feedback_category",
        "audit_head",
        "audit_entry",
        "account",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_append_only()")
