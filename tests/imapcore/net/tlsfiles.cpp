#include "tlsfiles.h"

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QStandardPaths>

QString TlsFiles::make()
{
    if (QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty())
        return QStringLiteral("the program openssl is not installed");
    const QStringList authority{QStringLiteral("-addext"),
                                QStringLiteral("basicConstraints=critical,CA:TRUE")};
    const QStringList localhost{QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:localhost")};
    const QString everything = QStringLiteral("DNS:localhost,IP:127.0.0.1,IP:::1");
    for (const QString &error : {
             makeSelfSigned(QStringLiteral("ca"), authority),
             makeSelfSigned(QStringLiteral("otherca"), authority),
             makeSelfSigned(QStringLiteral("selfsigned"), localhost),
             makeSelfSigned(QStringLiteral("rsa"), localhost, "rsa:2048"),
             makeSigned(QStringLiteral("good"), QStringLiteral("ca"), everything, 30),
             makeSigned(QStringLiteral("nameonly"), QStringLiteral("ca"), QStringLiteral("DNS:localhost"),
                        30),
             makeSigned(QStringLiteral("wronghost"), QStringLiteral("ca"),
                        QStringLiteral("DNS:elsewhere.example,IP:192.0.2.1"), 30),
             makeSigned(QStringLiteral("expired"), QStringLiteral("ca"), everything, -1),
             makeSigned(QStringLiteral("client"), QStringLiteral("ca"), QStringLiteral("DNS:alice"), 30),
             makeSigned(QStringLiteral("stranger"), QStringLiteral("otherca"), everything, 30),
         }) {
        if (!error.isEmpty())
            return error;
    }
    return {};
}

QString TlsFiles::certificate(const QString &name) const
{
    return m_folder.filePath(name + QStringLiteral(".pem"));
}

QString TlsFiles::key(const QString &name) const
{
    return m_folder.filePath(name + QStringLiteral(".key"));
}

QByteArray TlsFiles::der(const QString &name) const
{
    return QSslCertificate::fromPath(certificate(name)).value(0).toDer();
}

QString TlsFiles::write(const QString &name, const QByteArray &bytes) const
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return {};
    return file.fileName();
}

QString TlsFiles::run(const QStringList &arguments) const
{
    QProcess openssl;
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(QStringLiteral("openssl"), arguments);
    if (openssl.waitForFinished() && openssl.exitStatus() == QProcess::NormalExit && openssl.exitCode() == 0)
        return {};
    return QStringLiteral("openssl %1: %2")
        .arg(arguments.join(QLatin1Char(' ')), QString::fromLocal8Bit(openssl.readAll()));
}

static QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

QString TlsFiles::makeSelfSigned(const QString &name, const QStringList &more, const char *kind) const
{
    QStringList arguments = words("req -x509 -nodes -days 30 -newkey") + words(kind);
    arguments << QStringLiteral("-subj") << QStringLiteral("/O=Test/CN=") + name;
    arguments << QStringLiteral("-keyout") << key(name) << QStringLiteral("-out") << certificate(name);
    return run(arguments + more);
}

QString TlsFiles::makeSigned(const QString &name, const QString &authority, const QString &names,
                             int days) const
{
    const QString request = m_folder.filePath(name + QStringLiteral(".csr"));
    QStringList arguments = words("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes");
    arguments << QStringLiteral("-subj") << QStringLiteral("/O=Test/CN=") + name;
    arguments << QStringLiteral("-keyout") << key(name) << QStringLiteral("-out") << request;
    const QString error = run(arguments);
    if (!error.isEmpty())
        return error;
    const QString extensions =
        write(name + QStringLiteral(".ext"), "subjectAltName=" + names.toLatin1() + '\n');
    arguments = words("x509 -req -CAcreateserial");
    arguments << QStringLiteral("-in") << request << QStringLiteral("-out") << certificate(name);
    arguments << QStringLiteral("-CA") << certificate(authority) << QStringLiteral("-CAkey")
              << key(authority);
    arguments << QStringLiteral("-days") << QString::number(days) << QStringLiteral("-extfile") << extensions;
    return run(arguments);
}
