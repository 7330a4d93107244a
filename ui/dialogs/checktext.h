#pragma once

#include "ui/support/errortext.h"

#include <QCoreApplication>

namespace ui
{

/// The words for why a test of an account failed. Nothing connects again by itself after a test, as it does
/// for an account that is there.
inline ErrorText checkErrorText(const imap::Error &error, const QString &server)
{
    using Reason = imap::AbortError::Reason;
    ErrorText text = errorText(error, server);
    const auto *abort = dynamic_cast<const imap::AbortError *>(&error);
    if (!abort || dynamic_cast<const imap::CertificateError *>(&error))
        return text;
    switch (abort->reason()) {
    case Reason::ConnectionLost:
    case Reason::ServerBye:
    case Reason::ReadTimeout:
    case Reason::Other:
        text.advice = QCoreApplication::translate("CheckText", "Test again.");
        break;
    case Reason::ConnectTimeout:
        text.advice = QCoreApplication::translate("CheckText",
                                                  "The network may be slow, or a firewall in between drops "
                                                  "the connection. Test again.");
        break;
    default:
        break;
    }
    return text;
}

} // namespace ui
