#pragma once

#include "types/bodystructure.h"
#include "types/envelope.h"

#include <QJsonObject>

namespace app
{

/// An ENVELOPE: date, subject, from, sender, reply_to, to, cc, bcc (null or [[name, adl, mailbox, host],
/// ...]), in_reply_to, message_id; raw, RFC 2047 words are not decoded.
QJsonObject envelopeJson(const imap::Envelope &envelope);
/// A BODYSTRUCTURE: type "text/plain", params, and the rest of what its kind has.
QJsonObject bodyJson(const imap::BodyStructure &body);

} // namespace app
