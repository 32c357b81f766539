"""Changes by staff: proposed, reviewed by a second person, published and reverted; see README.md."""

from directory.moderation.assurance import Verification, VerificationMethod
from directory.moderation.diff import FieldDiff, PhoneAssessment, ProposalDiff, diff_proposal
from directory.moderation.edits import Action, Edit, new_id
from directory.moderation.errors import (
    BadEditError,
    ConflictError,
    EditProblem,
    HeldProposalError,
    InUseError,
    ModerationError,
    NoChangesError,
    NotAuthorError,
    NotPublishedError,
    NotWaitingError,
    OwnProposalError,
    ProtectedTextError,
    UnknownProposalError,
    UnknownRowError,
)
from directory.moderation.history import HistoryEntry, erase_from_proposals, load_history
from directory.moderation.proposals import ProposalState, decline_proposal, submit_proposal, withdraw_proposal
from directory.moderation.publication import mark_verified, publish_proposal
from directory.moderation.queue import count_waiting, proposals_by_author, waiting_proposals
from directory.moderation.redaction_guard import HeldReason, find_readable, hold_proposals_with, is_visible
from directory.moderation.revert import reversion_waits, revert_proposal
from directory.moderation.scope import (
    ChangeScope,
    Role,
    StaffMember,
    may_decide,
    may_propose,
    scope_of_edits,
    scope_of_proposal,
    scope_of_service,
)
from directory.moderation.verification_queue import (
    QueueEntry,
    VerificationQueue,
    load_verification_queue,
    most_urgent_entries,
)

__all__ = [
    "Action",
    "BadEditError",
    "ChangeScope",
    "ConflictError",
    "Edit",
    "EditProblem",
    "FieldDiff",
    "HeldProposalError",
    "HeldReason",
    "HistoryEntry",
    "InUseError",
    "ModerationError",
    "NoChangesError",
    "NotAuthorError",
    "NotPublishedError",
    "NotWaitingError",
    "OwnProposalError",
    "PhoneAssessment",
    "ProposalDiff",
    "ProposalState",
    "ProtectedTextError",
    "QueueEntry",
    "Role",
    "StaffMember",
    "UnknownProposalError",
    "UnknownRowError",
    "Verification",
    "VerificationMethod",
    "VerificationQueue",
    "count_waiting",
    "decline_proposal",
    "diff_proposal",
    "erase_from_proposals",
    "find_readable",
    "hold_proposals_with",
    "is_visible",
    "load_history",
    "load_verification_queue",
    "mark_verified",
    "may_decide",
    "may_propose",
    "most_urgent_entries",
    "new_id",
    "proposals_by_author",
    "publish_proposal",
    "reversion_waits",
    "revert_proposal",
    "scope_of_edits",
    "scope_of_proposal",
    "scope_of_service",
    "submit_proposal",
    "waiting_proposals",
    "withdraw_proposal",
]
