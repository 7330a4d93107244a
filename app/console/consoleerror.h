#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <exception>
#include <stdexcept>

namespace app
{

/// Exit statuses of the connection verbs; scripts rely on them.
enum ExitStatus {
    ExitDone = 0,
    ExitRefused = 1,      ///< the server said NO or BAD
    ExitUsage = 2,        ///< wrong arguments, or something wrong on this side
    ExitNoConnection = 3, ///< none, or it broke: TLS, timeout, protocol
    ExitSignIn = 4,       ///< sign-in refused
    ExitCapability = 5,   ///< the server cannot do it
};

/// Arguments that make no sense; the text says which and why.
class UsageError : public std::runtime_error
{
public:
    explicit UsageError(const QByteArray &what)
        : std::runtime_error(what.toStdString())
    {
    }
};

/// The error as an object: error (its kind), message, server (the server's words), code (RFC 5530).
QJsonObject errorJson(const std::exception &error);
/// The exit status it means.
int exitStatus(const std::exception &error);
/// Prints the error as one JSON object on stderr, `where` added to it, and returns the exit status it means.
int reportError(const std::exception &error, const QJsonObject &where = {});

} // namespace app
