#pragma once

#include "types/error.h"

#include <QDialog>

class QLabel;
class QTreeWidget;

namespace ui
{

/// Shows why a server's certificate was refused and lets a person decide to trust exactly this one.
/// Opened with open(); accepted means "trust", and pin() is what to store.
class CertificateDialog : public QDialog
{
    Q_OBJECT
public:
    /// `trusted`: the SHA-256 of the certificate that was trusted for this server until now; may be empty.
    CertificateDialog(const imap::CertificateError &error, const QByteArray &trusted,
                      QWidget *parent = nullptr);

    /// SHA-256 of the server's certificate, 32 bytes, for ConnectionSettings::pinnedCertificate.
    QByteArray pin() const;

private:
    QWidget *reasons(const imap::CertificateError &error, const QByteArray &trusted);
    QWidget *details();
    void showCertificate(int position);

    QList<QByteArray> m_chain;
    QTreeWidget *m_list = nullptr;
    QLabel *m_details = nullptr;
};

} // namespace ui
