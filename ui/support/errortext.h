#pragma once

#include "types/error.h"

#include <QString>
#include <QStringList>

namespace ui
{

/// An error as people should read it.
struct ErrorText {
    QString title;   ///< what could not be done, a few words
    QString what;    ///< what happened and why, as far as known; one or two sentences
    QString advice;  ///< what to do now; may be empty
    QString details; ///< technical lines for those who look after servers; plain text
    bool operator==(const ErrorText &) const = default;
};

/// The words for `error`. `server` is the host that was spoken to, if the caller knows it.
/// What the server said is quoted, shortened to one line; everything is plain text, never markup.
ErrorText errorText(const imap::Error &error, const QString &server = {});

/// Whether the server says that there is no such folder (any more).
bool isNotThere(const imap::Error &error);

/// One sentence for each thing that is wrong with a certificate.
QStringList certificateProblemTexts(const imap::CertificateError &error);

/// What the server said in one clean line of at most 200 characters.
QString serverWords(const QByteArray &serverText);

} // namespace ui
