#pragma once

#include <QString>
#include <QTemporaryDir>

/// Certificates made with the `openssl` program when the test starts: an authority "ca" and what it signed:
///
///   good      localhost, 127.0.0.1, ::1     wronghost  elsewhere.example, 192.0.2.1
///   nameonly  localhost only                expired    like good, until yesterday
///   client    CN=alice
///
/// and besides it "selfsigned" (localhost), "rsa" (the same with an RSA key), and "stranger" (localhost) from
/// an authority "otherca".
class TlsFiles
{
public:
    /// An empty string, or why there are none.
    QString make();

    QString certificate(const QString &name) const;
    QString key(const QString &name) const;
    QByteArray der(const QString &name) const;
    QString write(const QString &name, const QByteArray &bytes) const;

private:
    QString run(const QStringList &arguments) const;
    QString makeSelfSigned(const QString &name, const QStringList &more,
                           const char *kind = "ec -pkeyopt ec_paramgen_curve:P-256") const;
    QString makeSigned(const QString &name, const QString &authority, const QString &names, int days) const;

    QTemporaryDir m_folder;
};
