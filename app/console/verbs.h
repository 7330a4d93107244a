#pragma once

#include "app/console/consoleoptions.h"
#include "session/session.h"

#include <QByteArray>
#include <QCoro/QCoroTask>
#include <QJsonObject>
#include <QList>
#include <functional>
#include <stop_token>

namespace app
{

/// What a verb works with: one signed-in session.
struct VerbContext {
    imap::Session *session = nullptr;
    const ConsoleOptions *options = nullptr;
    QString mechanism;                              ///< how it was signed in
    std::function<void(const QJsonObject &)> print; ///< one result item
    /// Somebody does not want to wait any longer: what goes on until told otherwise ends then.
    std::stop_token stop;

    /// `text` as UIDs or, with --sequence, as numbers. Throws UsageError.
    imap::MessageSet messages(const QByteArray &text) const;
};

using VerbArguments = QList<QByteArray>;

/// A verb that talks to a server.
struct ConnectionVerb {
    const char *name;
    const char *arguments;
    const char *summary;
    qsizetype fewest; ///< arguments
    qsizetype most;   ///< -1: any number
    QCoro::Task<> (*run)(VerbContext context, VerbArguments arguments);
};

const QList<ConnectionVerb> &connectionVerbs();
/// nullptr where there is no such verb.
const ConnectionVerb *findVerb(const QByteArray &name);
/// Throws UsageError where there are too few or too many.
void checkArguments(const ConnectionVerb &verb, const VerbArguments &arguments);
/// For verbs that come from standard input: throws UsageError where one wants to read a message from there.
void checkStandardInput(const ConnectionVerb &verb, const VerbArguments &arguments);

// The tables that make it up, by topic.
QList<ConnectionVerb> serverVerbs();
QList<ConnectionVerb> extensionVerbs();
QList<ConnectionVerb> adminVerbs();
QList<ConnectionVerb> folderVerbs();
QList<ConnectionVerb> messageVerbs();
QList<ConnectionVerb> mailVerbs();
QList<ConnectionVerb> searchVerbs();

} // namespace app
