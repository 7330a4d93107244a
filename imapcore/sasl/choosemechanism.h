#pragma once

#include <QByteArray>
#include <QList>

namespace imap
{

/// Which of the offered mechanisms to try, the best first: SCRAM-SHA-256, SCRAM-SHA-1, CRAM-MD5, PLAIN,
/// LOGIN. Names compare without regard to case (RFC 4422, section 3.1); the result is in upper case.
///
/// PLAIN and LOGIN are left out unless the connection is encrypted or `allowClearText`, which is a person's
/// explicit wish. A non-empty `forced` leaves only that one, under the same conditions.
QList<QByteArray> mechanismOrder(const QList<QByteArray> &offered, bool encrypted, bool allowClearText,
                                 const QByteArray &forced = {});

} // namespace imap
