"""How the directory changes by staff's hands: proposed, read by somebody else, published, undone."""

from directory.moderation.assurance import Check, Method
from directory.moderation.diff import FieldRead, PhoneVerdict, ProposalRead, read
from directory.moderation.edits import Action, Edit, new_id
from directory.moderation.errors import (
    BadEditError,
    ChangedMeanwhileError,
    InUseError,
    NotAuthorError,
    NothingChangesError,
    NotPublishedError,
    NotWaitingError,
    OwnProposalError,
    ProtectedTextError,
    ReviewError,
    UnknownProposalError,
    UnknownRowError,
    What,
)
from directory.moderation.history import Past, forget, history
from directory.moderation.proposals import State, decline, propose, withdraw
from directory.moderation.publication import publish
from directory.moderation.queue import by_author, count_waiting, waiting
from directory.moderation.revert import undo
from directory.moderation.scope import Facts, Person, Role, may_decide, may_propose
from directory.moderation.subjects import facts_of_edits, facts_of_proposal, facts_of_service
from directory.moderation.verification import assure
from directory.moderation.verification_queue import Queue, ToCheck, head_of_queue, queue

__all__ = [
    "Action",
    "BadEditError",
    "ChangedMeanwhileError",
    "Check",
    "Edit",
    "Facts",
    "FieldRead",
    "InUseError",
    "Method",
    "NotAuthorError",
    "NotPublishedError",
    "NotWaitingError",
    "NothingChangesError",
    "OwnProposalError",
    "Past",
    "Person",
    "PhoneVerdict",
    "ProposalRead",
    "ProtectedTextError",
    "Queue",
    "ReviewError",
    "Role",
    "State",
    "ToCheck",
    "UnknownProposalError",
    "UnknownRowError",
    "What",
    "assure",
    "by_author",
    "count_waiting",
    "decline",
    "facts_of_edits",
    "facts_of_proposal",
    "facts_of_service",
    "forget",
    "head_of_queue",
    "history",
    "may_decide",
    "may_propose",
    "new_id",
    "propose",
    "publish",
    "queue",
    "read",
    "undo",
    "waiting",
    "withdraw",
]
