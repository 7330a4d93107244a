#pragma once

#include "types/responsecode.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <exception>
#include <memory>
#include <optional>

namespace imap
{

/// Base of everything the core throws. `message()` is for logs and developers; `ui/support/errortext` makes
/// the sentence for people. Errors are copied between threads inside futures, so they are plain values.
class Error : public std::exception
{
public:
    explicit Error(QString message, QByteArray command = {}, QByteArray serverText = {},
                   ResponseCode code = {});

    const char *what() const noexcept override { return m_what.constData(); }
    const QString &message() const { return m_message; }
    /// Name of the command that failed, e.g. "SELECT"; empty when no command was at fault.
    const QByteArray &command() const { return m_command; }
    /// What the server said behind NO, BAD or BYE, raw.
    const QByteArray &serverText() const { return m_serverText; }
    const ResponseCode &code() const { return m_code; }
    /// Whether the connection that the command ran on may still be used.
    virtual bool sessionUsable() const { return true; }
    /// The class name, as the console program prints it.
    virtual const char *name() const { return "Error"; }

private:
    QString m_message;
    QByteArray m_what;
    QByteArray m_command;
    QByteArray m_serverText;
    ResponseCode m_code;
};

/// Without how long the command took, which Dovecot says behind its words: "... (0.001 + 0.000 secs)."
QByteArray withoutTimes(const QByteArray &serverText);
/// What the server said, or the error's own message where it said nothing.
QString refusalWords(const Error &error);

/// The connection is gone: lost, closed by either side, timed out or stopped.
class AbortError : public Error
{
public:
    enum class Reason {
        ConnectionLost, ///< the stream ended or broke
        ServerBye,      ///< the server said BYE
        HostNotFound,
        ConnectionRefused,
        ConnectTimeout,
        ReadTimeout,
        TlsFailed,   ///< no common version or cipher, or the other side does not speak TLS
        TlsStripped, ///< STARTTLS not offered or refused, PREAUTH before it, or bytes injected behind it
        Stopped,     ///< we closed it
        Other,
    };
    AbortError(Reason reason, QString message, QByteArray command = {}, QByteArray serverText = {},
               ResponseCode code = {})
        : Error(std::move(message), std::move(command), std::move(serverText), std::move(code))
        , m_reason(reason)
    {
    }
    Reason reason() const { return m_reason; }
    bool sessionUsable() const override { return false; }
    const char *name() const override { return "AbortError"; }

private:
    Reason m_reason;
};

/// What is wrong with a certificate, in a form that can be shown and compared.
struct CertificateProblem {
    enum class Kind { HostMismatch, Expired, NotYetValid, UnknownIssuer, SelfSigned, Revoked, Other };
    Kind kind = Kind::Other;
    QString text;          ///< the TLS library's own words
    int chainPosition = 0; ///< which certificate of the chain, 0 is the server's
    bool operator==(const CertificateProblem &) const = default;
};

/// The server's certificate is not to be trusted. Carries the chain (DER, the server's first).
class CertificateError : public AbortError
{
public:
    CertificateError(QString message, QString host, QList<QByteArray> chain,
                     QList<CertificateProblem> problems)
        : AbortError(Reason::TlsFailed, std::move(message))
        , m_host(std::move(host))
        , m_chain(std::move(chain))
        , m_problems(std::move(problems))
    {
    }
    const QString &host() const { return m_host; }
    const QList<QByteArray> &chain() const { return m_chain; }
    const QList<CertificateProblem> &problems() const { return m_problems; }
    const char *name() const override { return "CertificateError"; }

private:
    QString m_host;
    QList<QByteArray> m_chain;
    QList<CertificateProblem> m_problems;
};

/// The server does not offer what the command needs; nothing was sent.
class CapabilityError : public Error
{
public:
    using Error::Error;
    const char *name() const override { return "CapabilityError"; }
};

/// The command is not allowed in the session's state; nothing was sent.
class IllegalStateError : public Error
{
public:
    using Error::Error;
    const char *name() const override { return "IllegalStateError"; }
};

/// Criteria of SEARCH, SORT or THREAD that cannot be understood or sent, or that the server refused.
class InvalidCriteriaError : public Error
{
public:
    /// The part that is wrong, for underlining it.
    struct Fault {
        qsizetype word = -1; ///< its place among the words as typed, from 0; -1: not known
        QString text{};      ///< the word itself; empty: not known
        bool operator==(const Fault &) const = default;
    };
    using Error::Error;
    InvalidCriteriaError(QString message, Fault fault, QByteArray command = {})
        : Error(std::move(message), std::move(command))
        , m_fault(std::move(fault))
    {
    }
    const Fault &fault() const { return m_fault; }
    const char *name() const override { return "InvalidCriteriaError"; }

private:
    Fault m_fault;
};

/// Why a server refused an OAuth token, as its JSON says (RFC 7628, section 3.2.2). Texts are the server's.
struct TokenProblem {
    QString status;              ///< "invalid_token", "insufficient_scope", "401", ...; empty: not said
    QString scope;               ///< what a token needs, separated by spaces
    QString schemes;             ///< "bearer": only XOAUTH2 says it
    QString openIdConfiguration; ///< where to read how to get a token (a URL)
    bool operator==(const TokenProblem &) const = default;
};

/// Authentication refused. `code()` tells why where the server follows RFC 5530.
class LoginError : public Error
{
public:
    using Error::Error;
    LoginError(const LoginError &refusal, TokenProblem problem)
        : Error(refusal)
        , m_tokenProblem(std::move(problem))
    {
    }
    const char *name() const override { return "LoginError"; }
    /// Set where an OAuth token was refused and the server said why.
    const std::optional<TokenProblem> &tokenProblem() const { return m_tokenProblem; }

private:
    std::optional<TokenProblem> m_tokenProblem;
};

/// The mailbox is open read-only.
class ReadOnlyError : public Error
{
public:
    using Error::Error;
    const char *name() const override { return "ReadOnlyError"; }
};

/// The server broke the grammar beyond repair; the connection was closed.
class ProtocolError : public Error
{
public:
    using Error::Error;
    bool sessionUsable() const override { return false; }
    const char *name() const override { return "ProtocolError"; }
};

/// Any other NO or BAD.
class CommandError : public Error
{
public:
    using Error::Error;
    const char *name() const override { return "CommandError"; }
};

/// The caller asked to stop before the command was sent; nothing happened, and the connection goes on.
class CancelledError : public Error
{
public:
    using Error::Error;
    const char *name() const override { return "CancelledError"; }
};

/// Local trouble: the cache, a file, the keychain.
class LocalError : public Error
{
public:
    using Error::Error;
    const char *name() const override { return "LocalError"; }
};

} // namespace imap
