"""How the directory changes by staff's hands: proposed, read by somebody else, published, undone."""

from directory.review.checks import Check, Method
from directory.review.deciding import decline, withdraw
from directory.review.edits import Action, Edit, new_id
from directory.review.errors import (
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
from directory.review.facts import facts_of_edits, facts_of_proposal, facts_of_service
from directory.review.forgetting import forget
from directory.review.history import Past, history
from directory.review.listing import by_author, count_waiting, waiting
from directory.review.proposals import State, propose
from directory.review.publishing import publish
from directory.review.reading import FieldRead, PhoneVerdict, ProposalRead, read
from directory.review.scope import Facts, Person, Role, may_decide, may_propose
from directory.review.to_check import Queue, ToCheck, head_of_queue, queue
from directory.review.undoing import undo
from directory.review.verifying import assure

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
