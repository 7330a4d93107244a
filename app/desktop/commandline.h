#pragma once

#include "types/fillpolicy.h"

#include <QString>
#include <QStringList>

namespace app
{

/// What the program was asked to do. Passwords never stand here: a command line can be read by others.
struct CommandLine {
    enum class Action { Run, ShowVersion, ShowHelp, Refuse };
    enum class Look { System, Light, Dark };

    Action action = Action::Run;
    QString text; ///< for ShowHelp and ShowVersion, and why for Refuse; ends in a line break

    QString profile;         ///< folder for settings, cache and journal; empty: the user's own
    QString accountUrl;      ///< use this account alone and do not save it; empty: those of the profile
    QString passwordCommand; ///< for accountUrl; its first line of output is the password
    QString caFile;          ///< for accountUrl
    imap::FillPolicy::Keep keep = imap::FillPolicy::Keep::Nothing; ///< for accountUrl
    QString folder;   ///< opened first; empty: the one that was open last, else INBOX
    QString timeline; ///< file for the timeline; empty: none
    Look look = Look::System;
    bool operator==(const CommandLine &) const = default;
};

/// `arguments` as from QCoreApplication::arguments(), the program's name first.
CommandLine parseCommandLine(const QStringList &arguments);

} // namespace app
