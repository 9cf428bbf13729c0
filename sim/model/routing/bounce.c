/* bounce.c - see bounce.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/bounce.h"

#include "exsim/model/org/world.h"

#define HOPS_MAX 512 /* hard-coded in the product */

/* clang-format off */
static const ExsBounce bounces[EXS_CAUSE_COUNT] = {
    [EXS_CAUSE_BAD_ADDRESS]       = {"no valid address",                          EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_NONE},
    [EXS_CAUSE_POSTAL_ADDRESS]    = {"no valid O/R address",                      EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_POSTAL_ADDRESS_INCORRECT, EXS_RULE_STORE_TESTS_OR_NAMES},
    [EXS_CAUSE_NO_SURNAME]        = {"an O/R address without a surname",          EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_RECIPIENT_PROBLEM,    EXS_RULE_SURNAME_NEEDED},
    [EXS_CAUSE_SENDER_NO_X400]    = {"the sender has no X.400 proxy",             EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_RECIPIENT_PROBLEM,    EXS_RULE_SENDER_NEEDS_X400},
    [EXS_CAUSE_NO_X400]           = {"it has no X.400 proxy",                     EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_NEEDS_X400_PROXY},
    [EXS_CAUSE_UNKNOWN_RECIPIENT] = {"nobody has this address",                   EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_DN_BEFORE_ADDRESS},
    [EXS_CAUSE_FOLDER_ROLE]       = {"the sender's role does not let him post to the folder", EXS_REASON_TRANSFER_FAILURE, EXS_DIAGNOSTIC_POSTAL_RECIPIENT_DECEASED, EXS_RULE_FOLDER_ROLES},
    [EXS_CAUSE_FOLDER_FORM]       = {"The message could not be delivered because the folder does not accept this form", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_NONE, EXS_RULE_FOLDER_FORMS},
    [EXS_CAUSE_NO_PATH]           = {"it is addressed to <>",                      EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_REPORT_ON_SMTP_REPORT},
    [EXS_CAUSE_MOVED_AWAY]        = {"its mailbox was moved to another server",    EXS_REASON_TRANSFER_FAILURE, EXS_DIAGNOSTIC_COMMUNICATIONS_FAILURE, EXS_RULE_MOVED_GOES_BACK},
    [EXS_CAUSE_MEMBER_GONE]       = {"a list has it, and the directory not",       EXS_REASON_DIRECTORY_OPERATION_UNSUCCESSFUL, EXS_DIAGNOSTIC_DIRECTORY_OPERATION, EXS_RULE_LIST_REMEMBERED},
    [EXS_CAUSE_LIST_TOO_LARGE]    = {"over the size limit of the list",            EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_CONTENT_TOO_LONG,    EXS_RULE_LIST_SIZE_FIRST},
    [EXS_CAUSE_LIST_NO_X400]      = {"the list has no X.400 proxy",                EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_DL_EXPANSION_FAILURE, EXS_RULE_LIST_NEEDS_X400},
    [EXS_CAUSE_LIST_RESTRICTED]   = {"the list takes no mail of the sender",       EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_NO_DL_SUBMIT_PERMISSION, EXS_RULE_RECIPIENT_SENDERS},
    [EXS_CAUSE_EXPANSION_PROHIBITED] = {"the originator prohibits the expansion of lists", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_DL_EXPANSION_PROHIBITED, EXS_RULE_EXPANSION_PROHIBITED},
    [EXS_CAUSE_NO_EXPANSION_SERVER] = {"the list's expansion server was deleted",  EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_MTS_CONGESTION,      EXS_RULE_BLANK_EXPANSION_SERVER},
    [EXS_CAUSE_REDIRECTION_LOOP]  = {"alternate recipients send it round",        EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_REDIRECTION_LOOP_DETECTED, EXS_RULE_REDIRECTION_LOOP},
    [EXS_CAUSE_REASSIGNMENT_PROHIBITED] = {"the originator prohibits its alternate recipient", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_RECIPIENT_REASSIGNMENT_PROHIBITED, EXS_RULE_REASSIGNMENT_PROHIBITED},
    [EXS_CAUSE_FOREIGN_UNKNOWN]   = {"the foreign system does not know the address", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_NONE},
    [EXS_CAUSE_NO_ROUTE]          = {"no address space matches",                  EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_NO_SPACE_NO_ROUTE},
    [EXS_CAUSE_LOCAL_SPACE]       = {"within the site's address space, and nobody has it", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_LOCAL_SPACE_TEST},
    [EXS_CAUSE_NO_WAY_ON]         = {"no route but the way it came",              EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_MTS_CONGESTION,       EXS_RULE_STEP_1_NOT_INBOUND},
    [EXS_CAUSE_REROUTED]          = {"rerouted before, and no way on from here",  EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_MTS_CONGESTION,       EXS_RULE_REROUTED_RETURNS},
    [EXS_CAUSE_SPOILT]            = {"it passes for mail that came by its only route", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_MTS_CONGESTION,  EXS_RULE_QUICK_TEST_SPOILS},
    [EXS_CAUSE_UNCONVERTED]       = {"its content could not be converted",         EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_CONTENT_SYNTAX_ERROR, EXS_RULE_CONVERSION_FAILS},
    [EXS_CAUSE_UNDOWNGRADED]      = {"its recipient is known by DN alone, and the connector is of 1984", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNABLE_TO_DOWNGRADE, EXS_RULE_DN_NOT_DOWNGRADED},
    [EXS_CAUSE_P1_FULL]           = {"P1 has no room for another turn",            EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_SIZE_CONSTRAINT_VIOLATION, EXS_RULE_P1_OVERFLOWS},
    [EXS_CAUSE_TOO_LARGE]         = {"over the size limit",                        EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_CONTENT_TOO_LONG, EXS_RULE_CONNECTOR_SIZE_LIMIT},
    [EXS_CAUSE_SUBMITTED_TOO_LARGE] = {"Either the message size exceeds the maximum allowed for the recipient or transport, or you have exceeded the storage limit on your mailbox", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_CONTENT_TOO_LONG, EXS_RULE_MTA_SIZE_LIMIT},
    [EXS_CAUSE_CAME_TOO_LARGE]    = {"over the size limit of an MTA on the way",   EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_CONTENT_TOO_LONG, EXS_RULE_MTA_SIZE_LIMIT},
    [EXS_CAUSE_LIMIT_FORGOTTEN]   = {"over the size limit, which is forgotten",    EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_LIMIT_REASON_LOST},
    [EXS_CAUSE_MAILBOX_LIMIT]     = {"Either the message size exceeds the maximum allowed for the recipient or transport, or you have exceeded the storage limit on your mailbox", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_CONTENT_TOO_LONG, EXS_RULE_MAILBOX_SIZE_LIMIT},
    [EXS_CAUSE_MAILBOX_LIMIT_OLD] = {"Either the size of this message exceeds your maximum allowed message size or you have exceeded the storage limit on your mailbox", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_CONTENT_TOO_LONG, EXS_RULE_LIMIT_BLAMES_SENDER},
    [EXS_CAUSE_MAILBOX_FULL]      = {"its mailbox is over Prohibit send and receive", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_RECIPIENT_UNAVAILABLE, EXS_RULE_PROHIBIT_RECEIVE},
    [EXS_CAUSE_IMS_LIMIT]         = {"3903 Message exceeds size limit",            EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_CONTENT_TOO_LONG, EXS_RULE_IMS_SIZE_LIMIT},
    [EXS_CAUSE_HEADER_LIMIT]      = {"its header is over the limit",               EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_CONTENT_TOO_LONG, EXS_RULE_NONE},
    [EXS_CAUSE_MAILBAG_FULL]      = {"[008] Failure delivering user mail due to mailbag contention", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_MTS_CONGESTION, EXS_RULE_MAILBAG_FULL},
    [EXS_CAUSE_TOO_MANY]          = {"0 (00010256) Too many recipients",           EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_TOO_MANY_RECIPIENTS, EXS_RULE_MAX_RECIPIENTS},
    [EXS_CAUSE_ORIGINATOR_BARRED] = {"its originator is barred",                   EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_RECIPIENT_UNAVAILABLE, EXS_RULE_BAR_P1_ORIGINATOR},
    [EXS_CAUSE_RESTRICTED]        = {"A restriction in the system prevented delivery of the message", EXS_REASON_RESTRICTED_DELIVERY, EXS_DIAGNOSTIC_NONE, EXS_RULE_RECIPIENT_SENDERS},
    [EXS_CAUSE_NOTES_SAME_ID]     = {"Unable to convert message to format suitable for target system", EXS_REASON_CONVERSION_NOT_PERFORMED, EXS_DIAGNOSTIC_NONE, EXS_RULE_NOTES_ONE_UNID},
    [EXS_CAUSE_CONNECTOR_RESTRICTED] = {"A restriction in the system prevented delivery of the message", EXS_REASON_RESTRICTED_DELIVERY, EXS_DIAGNOSTIC_NONE, EXS_RULE_CONNECTOR_SENDERS},
    [EXS_CAUSE_BARRED]            = {"barred to its kind or priority",            EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_MTS_CONGESTION,       EXS_RULE_NONE},
    [EXS_CAUSE_SHORT]             = {"no connection could be made, for want of resources",  EXS_REASON_TRANSFER_FAILURE, EXS_DIAGNOSTIC_MTS_CONGESTION,        EXS_RULE_EXHAUSTED_RETURNS},
    [EXS_CAUSE_EXHAUSTED]         = {"every connector was tried to its maximum",  EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_MTS_CONGESTION,       EXS_RULE_EXHAUSTED_RETURNS},
    [EXS_CAUSE_HOP_LIMIT]         = {"512 hops",                                  EXS_REASON_TRANSFER_FAILURE,   EXS_DIAGNOSTIC_MTS_CONGESTION,       EXS_RULE_HOP_LIMIT},
    [EXS_CAUSE_LOOP]              = {"it came back to an MTA that it had been at", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_LOOP_DETECTED,       EXS_RULE_LOOP_BY_TRACE},
    [EXS_CAUSE_LOOP_IN_SITE]      = {"it came back to a site that it had been in", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_LOOP_DETECTED,       EXS_RULE_LOOP_BY_SITE},
    [EXS_CAUSE_LOOP_OUTSIDE]      = {"it came back from another management domain", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_LOOP_DETECTED,      EXS_RULE_LOOP_BY_DOMAIN},
    [EXS_CAUSE_FOREIGN_LOOP]      = {"the foreign system finds a loop in its trace", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_LOOP_DETECTED,     EXS_RULE_NONE},
    [EXS_CAUSE_FOREIGN_CRITICAL]  = {"the foreign system does not know bilateral information", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNSUPPORTED_CRITICAL_FUNCTION, EXS_RULE_NONE},
    [EXS_CAUSE_UNRESOLVED]        = {"nobody of the organisation has this address", EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_UNRESOLVED_SWITCH},
    [EXS_CAUSE_LOOPBACK]          = {"its host is the one that sends it",          EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_LOOPBACK_SWITCH},
    [EXS_CAUSE_RECEIVED_LINES]    = {"its hop count is over the maximum",          EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_LOOP_DETECTED,        EXS_RULE_IMS_HOP_LIMIT},
    [EXS_CAUSE_NOT_HERE]          = {"Recipient Not Found",                        EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_IMS_NOT_REROUTED},
    [EXS_CAUSE_HOST_REFUSED]      = {"the host refused the recipient",            EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_SMTP_PER_RECIPIENT},
    [EXS_CAUSE_NO_MAILBAG]        = {"no route to intended MS Mail recipient",    EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_MSMI_NO_MAILBAG},
    [EXS_CAUSE_MALFORMED]         = {"553 malformed address",                     EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_IMS_ROUTING_ADDRESS},
    [EXS_CAUSE_HOST_UNKNOWN]      = {"DNS knows no host for the domain",          EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_UNRECOGNIZED_OR_NAME, EXS_RULE_NONE},
    [EXS_CAUSE_LIFE_OVER]         = {"older than the life of its priority",       EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_MAXIMUM_TIME_EXPIRED, EXS_RULE_MESSAGE_LIFE},
    [EXS_CAUSE_TRANSFER_TIMEOUT]  = {"its transfer took too long",                EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_MAXIMUM_TIME_EXPIRED, EXS_RULE_TRANSFER_TIMEOUT},
    [EXS_CAUSE_NO_RETRY]          = {"the gateway does not try again",            EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_MAXIMUM_TIME_EXPIRED, EXS_RULE_IMS_ZERO_NO_RETRY},
    [EXS_CAUSE_TIMED_OUT]         = {"older than the gateway's time-out",         EXS_REASON_UNABLE_TO_TRANSFER, EXS_DIAGNOSTIC_MAXIMUM_TIME_EXPIRED, EXS_RULE_IMS_TIMEOUT},
};
/* clang-format on */

bool exs_bounce_is_stores(ExsCause cause)
{
    return cause == EXS_CAUSE_POSTAL_ADDRESS || cause == EXS_CAUSE_NO_SURNAME ||
           cause == EXS_CAUSE_SENDER_NO_X400 || cause == EXS_CAUSE_SUBMITTED_TOO_LARGE ||
           exs_bounce_is_made_by_store(cause);
}

bool exs_bounce_is_made_by_store(ExsCause cause)
{
    return cause == EXS_CAUSE_MAILBOX_LIMIT || cause == EXS_CAUSE_MAILBOX_LIMIT_OLD ||
           cause == EXS_CAUSE_MAILBOX_FULL;
}

ExsRule exs_bounce_loses(const ExsPolicy *policy, ExsCause cause)
{
    if (cause == EXS_CAUSE_SUBMITTED_TOO_LARGE && exs_rule(policy, EXS_RULE_OVERSIZE_REPORT_LOST))
        return EXS_RULE_OVERSIZE_REPORT_LOST;
    if (cause == EXS_CAUSE_CAME_TOO_LARGE && exs_rule(policy, EXS_RULE_TRANSIT_REPORT_LOST))
        return EXS_RULE_TRANSIT_REPORT_LOST;
    return EXS_RULE_NONE;
}

const ExsBounce *exs_bounce(ExsCause cause)
{
    return &bounces[cause];
}

ExsDiagnostic exs_bounce_logged(const ExsPolicy *policy, ExsCause cause)
{
    if (cause == EXS_CAUSE_EXHAUSTED && exs_rule(policy, EXS_RULE_EXHAUSTED_LOGS_TIME))
        return EXS_DIAGNOSTIC_MAXIMUM_TIME_EXPIRED;
    return bounces[cause].diagnostic;
}

bool exs_bounce_is_for_nobody(const ExsServer *server, const ExsMessage *message, ExsCause cause)
{
    return cause == EXS_CAUSE_MAILBOX_FULL && message->has_no_path && message->way_in &&
           message->way_in->server != server &&
           exs_rule(&server->policy, EXS_RULE_REPORT_ON_SMTP_REPORT);
}

/* What is addressed to nobody goes back to the mailbox that it is from, report or not. */
bool exs_bounce_reports(const ExsServer *server, const ExsMessage *message, ExsCause cause)
{
    if (exs_bounce_is_for_nobody(server, message, cause) ||
        (message->is_for_nobody && message->originator))
        return true;
    if (message->kind == EXS_MESSAGE_REPORT &&
        exs_rule(&server->policy, EXS_RULE_NO_REPORT_ON_REPORT))
        return false;
    return message->originator != NULL;
}

bool exs_bounce_hops(const ExsPolicy *policy, const ExsTransfer *transfer)
{
    return transfer->hops >= HOPS_MAX && exs_rule(policy, EXS_RULE_HOP_LIMIT);
}

bool exs_bounce_exhausted(const ExsPolicy *policy)
{
    return exs_rule(policy, EXS_RULE_EXHAUSTED_RETURNS);
}

bool exs_bounce_keeps_trying(const ExsPolicy *policy, uint32_t servers)
{
    return servers > 2 && exs_rule(policy, EXS_RULE_NO_END_IN_SITE);
}
