#pragma once

#include <QHash>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace imap::test
{

/// A private server of this test alone (tests/support/server/mailserver.py or cyrusserver.py), ended with it
/// however the test goes. Directories are short: the servers' Unix sockets live below.
class MailServer
{
public:
    enum class Program { Dovecot, Cyrus };

    explicit MailServer(const QStringList &options = {}, Program program = Program::Dovecot);
    ~MailServer();

    /// Why there is none; empty when it can be started.
    static QString missing(Program program = Program::Dovecot);

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
    Program m_program;
    QProcess m_process;
    QHash<QString, QString> m_values;
};

} // namespace imap::test
