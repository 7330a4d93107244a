#pragma once

#include "net/transportfactory.h"
#include "tlsfiles.h"
#include "tlsserver.h"

#include <QtTest>

/// Notes all that a transport says.
struct Watcher {
    explicit Watcher(const imap::ConnectionSettings &settings)
        : transport(imap::makeTransport(settings))
    {
        QObject::connect(transport.get(), &imap::Transport::opened, transport.get(), [this] { ++opened; });
        QObject::connect(transport.get(), &imap::Transport::encrypted, transport.get(),
                         [this] { ++encrypted; });
        QObject::connect(transport.get(), &imap::Transport::closed, transport.get(), [this] { ++closed; });
        QObject::connect(transport.get(), &imap::Transport::received, transport.get(),
                         [this](const QByteArray &bytes) {
                             receivedSize += bytes.size();
                             largestChunk = std::max<qint64>(largestChunk, bytes.size());
                             if (keep)
                                 received += bytes;
                         });
        QObject::connect(transport.get(), &imap::Transport::failed, transport.get(),
                         [this](const std::shared_ptr<imap::AbortError> &e) {
                             ++failures;
                             error = e;
                         });
    }
    bool ended() const { return error || closed > 0; }
    const imap::CertificateError *certificateError() const
    {
        return dynamic_cast<const imap::CertificateError *>(error.get());
    }

    std::unique_ptr<imap::Transport> transport;
    int opened = 0;
    int encrypted = 0;
    int closed = 0;
    int failures = 0;
    bool keep = true;
    QByteArray received;
    qint64 receivedSize = 0;
    qint64 largestChunk = 0;
    std::shared_ptr<imap::AbortError> error;
};

/// Certificates, and the settings for a server that shows one.
class TlsCase
{
protected:
    TlsFiles m_files;

    /// Before all tests; skips them where no certificates can be made.
    void makeFiles()
    {
        const QString reason = m_files.make();
        if (!reason.isEmpty())
            QSKIP(qPrintable(reason));
        QVERIFY(QSslSocket::supportsSsl());
    }
    imap::ConnectionSettings settings(const QTcpServer &server,
                                      const QString &host = QStringLiteral("127.0.0.1"))
    {
        imap::ConnectionSettings result;
        result.host = host;
        result.port = server.serverPort();
        result.caFile = m_files.certificate(QStringLiteral("ca"));
        return result;
    }
};
