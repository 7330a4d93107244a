#pragma once

#include "session/session.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTask>
#include <QPointer>
#include <concepts>
#include <optional>

namespace imap
{

/// Whether a refusal can be about how the command was written: BAD, or NO without a code that names another
/// reason (RFC 5530). Then a plainer form may do.
bool refusesForm(const CommandError &error);

/// What some servers announce and then refuse in LIST; seen on versions of Cyrus.
inline const QList<QByteArray> listExtensions{"LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE", "LIST-MYRIGHTS",
                                              "LIST-METADATA"};

/// Runs `wanted`. Where the server refuses that form although it offers `extensions`, they count as not
/// offered for the rest of the session, and `plain` runs in its place.
template <Command Wanted, Command Plain>
requires std::same_as<typename Wanted::Result, typename Plain::Result> QCoro::Task<typename Plain::Result>
runOrFallBack(Session *session, Wanted wanted, Plain plain, QList<QByteArray> extensions,
              QByteArray cause = {})
{
    const QPointer<Session> alive(session);
    auto first = session->run(std::move(wanted), cause);
    std::optional<typename Plain::Result> result;
    try {
        result = co_await first;
    } catch (const CommandError &error) {
        if (!refusesForm(error) || !alive)
            throw;
    }
    if (result)
        co_return *result;
    alive->dropExtensions(extensions);
    auto second = alive->run(std::move(plain), cause);
    co_return co_await second;
}

} // namespace imap
