#pragma once

#include "types/error.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <memory>

namespace imap
{

/// What the connection turned out to be, for people and for the log.
struct TransportInfo {
    bool encrypted = false;
    QString protocol; ///< "TLSv1.3"; empty when not encrypted
    QString cipher;
    QString peer;                   ///< "mail.example.org:993 (192.0.2.1)" or the command that runs
    QList<QByteArray> certificates; ///< DER, the server's first
    bool operator==(const TransportInfo &) const = default;
};

/// A stream of bytes to a server: TLS, plain TCP, a process, or a script in tests. Lives in the thread
/// that made it; nothing blocks. After `failed` or `closed` it is dead and says nothing more.
class Transport : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Starts connecting; ends in `opened` or `failed`, within the connect timeout.
    virtual void open() = 0;
    /// Queues bytes. Before `opened` or after the end: ignored.
    virtual void write(const QByteArray &bytes) = 0;
    /// Octets that were written and that the system has not taken yet, TLS's own included. Who has much to
    /// send writes more when this is small and `drained` was heard.
    virtual qint64 bytesToWrite() const = 0;
    /// TLS on the open connection, after STARTTLS was agreed. Ends in `encrypted` or `failed`.
    /// Bytes that arrived before the handshake are refused by the session, not here.
    virtual void startTls() = 0;
    /// Ends at once, pending bytes are sent as far as the system takes them without waiting. No signal
    /// follows.
    virtual void close() = 0;

    virtual bool canStartTls() const = 0;
    virtual TransportInfo info() const = 0;

Q_SIGNALS:
    void opened();
    void encrypted();
    void received(const QByteArray &bytes);
    /// The system took some of what was written.
    void drained();
    /// The other side ended the stream in good order.
    void closed();
    /// An AbortError or CertificateError; the transport is dead.
    void failed(std::shared_ptr<imap::AbortError> error);
};

} // namespace imap
