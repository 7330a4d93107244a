#pragma once

#include "net/connectionsettings.h"
#include "types/secret.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <optional>

namespace app
{

/// What stands in front of the verb: how to connect and what to do around it.
struct ConsoleOptions {
    imap::ConnectionSettings connection;
    bool hasAccount = false;
    QString user;
    QString authorizationId;
    QString mechanism;
    QString vendor;
    QString passwordCommand;
    QString passwordFile;
    QString tokenCommand;
    QString folder;
    bool readOnly = false;
    bool compress = false;
    bool sequenceNumbers = false;
    QString wireLog;
    QList<QByteArray> withoutExtensions;
};

/// The usage text of the options.
extern const char *const consoleOptionsHelp;

/// Takes the options off the front of `arguments`. Throws UsageError.
ConsoleOptions takeConsoleOptions(QList<QByteArray> &arguments);
/// The password or token that the options name: the first line of a file or of a command's output. nullopt
/// where they name none. Throws LocalError.
std::optional<imap::Secret> readSecret(const ConsoleOptions &options);

} // namespace app
