#pragma once

#include <QHash>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace imap::test
{

/// A private Dovecot of this test alone (tests/support/server/mailserver.py), ended with it however the test
/// goes. Directories are short: Dovecot's Unix sockets live below.
class MailServer
{
public:
    explicit MailServer(const QStringList &options = {});
    ~MailServer();

    /// Why there is none; empty when it can be started.
    static QString missing();

    bool start();
    /// Ends the server; mail and ports stay for the next start.
    void stop();
    /// What `start` printed: HOST, PORT_IMAPS, CA_FILE ...
    QString value(const QString &key) const { return m_values.value(key); }
    quint16 port(const QString &key) const { return quint16(m_values.value(key).toUInt()); }

    bool deliver(const QString &folder, const QByteArray &message, const QString &flags = {});
    bool fill(const QString &folder, int count);

private:
    bool run(const QStringList &arguments, const QByteArray &input = {});

    QTemporaryDir m_directory;
    QStringList m_options;
    QProcess m_process;
    QHash<QString, QString> m_values;
};

} // namespace imap::test
